import { analyse } from 'scslre';

const SAYS = {
  Trade: 'two of its parts can share out one run of characters in many ways',
  Self: 'a part of it can divide one run of characters in many ways',
  Move: 'it begins again at every character of a run that it then refuses',
};

/** A regular expression whose work grows faster than the text: one header of 15 kB would cost half a second. */
export const linearExpressions = {
  create(context) {
    const check = (node, source, flags) => {
      for (const { type, character } of reportsOn(source, flags)) {
        const message = `A run of ${JSON.stringify(character.pick)} takes this more than proportional time: ${SAYS[type]}. Go by index, or bound the run.`;
        context.report({ node, message });
      }
    };
    const construct = (node) => {
      const [source, flags] = node.arguments.map((argument) => argument.value);
      if (node.callee.name === 'RegExp' && typeof source === 'string') check(node, source, flags ?? '');
    };
    return {
      Literal(node) {
        if (node.regex) check(node, node.regex.pattern, node.regex.flags);
      },
      NewExpression: construct,
      CallExpression: construct,
    };
  },
};

// What is no expression at all is for the compiler to say.
function reportsOn(source, flags) {
  try {
    return analyse({ source, flags }).reports;
  } catch {
    return [];
  }
}
