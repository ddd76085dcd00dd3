/** The words by which the template calls its service, and its port. */
const TEMPLATE_PORT = 3999;

/**
 * What a service is called in each place, by its id: `second-pension` is `secondPensionConfig`, `SecondPensionModule`,
 * `SECOND_PENSION_PORT`, and "Second pension" for people.
 *
 * @param {string} [name] for people, if it is not made of the id
 */
export function namesOf(id, name) {
  const Value = id.replace(/(?:^|-)([a-z0-9])/g, (_, first) => first.toUpperCase());
  const words = id.replaceAll('-', ' ');
  return {
    id,
    Value,
    value: Value.charAt(0).toLowerCase() + Value.slice(1),
    variable: id.toUpperCase().replaceAll('-', '_'),
    name: name ?? words.charAt(0).toUpperCase() + words.slice(1),
  };
}

/** A text of the template with the names of a service in the place of the template's. */
export function renamed(text, { id, Value, value, variable, name }, port) {
  const words = { Sample: name, sample: id, SAMPLE: variable, [TEMPLATE_PORT]: String(port) };
  const stems = { Sample: Value, sample: value };
  return text.replaceAll(
    /\b(?:([Ss]ample)(?=[A-Z])|(Sample|sample|SAMPLE|3999)\b)/g,
    (_, stem, word) => stems[stem] ?? words[word],
  );
}

/** A text of the template without what is for a service with a site, or without what marks it. */
export function forSite(text, hasSite) {
  const part =
    /[ \t]*(?:\/\/|\/\*|<!--) <site>(?: \*\/| -->)?[ ]*\n?([\s\S]*?)[ \t]*(?:\/\/|\/\*|<!--) <\/site>(?: \*\/| -->)?[ ]*\n?/g;
  return text.replaceAll(part, (_, inside) => (hasSite ? inside : ''));
}
