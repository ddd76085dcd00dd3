/**
 * What a service is called in each place, by its id: `second-pension` is `secondPensionConfig`, `SecondPensionModule`
 * and "Second pension" for people.
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
    name: name ?? words.charAt(0).toUpperCase() + words.slice(1),
  };
}

/** A text of the template, whose service is called Sample, with the names of a service in the place of the template's. */
export function renamed(text, { id, Value, value, name }, port) {
  const words = { Sample: name, sample: id, 3999: String(port) };
  const stems = { Sample: Value, sample: value };
  return text.replaceAll(
    /\b(?:([Ss]ample)(?=[A-Z])|(Sample|sample|3999)\b)/g,
    (_, stem, word) => stems[stem] ?? words[word],
  );
}

/** A text of the template without what stands between the marks `<site>` and `</site>`, or without these marks. */
export function forSite(text, hasSite) {
  const part =
    /[ \t]*(?:\/\/|\/\*|<!--) <site>(?: \*\/| -->)?[ ]*\n?([\s\S]*?)[ \t]*(?:\/\/|\/\*|<!--) <\/site>(?: \*\/| -->)?[ ]*\n?/g;
  return text.replaceAll(part, (_, inside) => (hasSite ? inside : ''));
}
