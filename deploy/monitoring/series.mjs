/** Which series PromQL expressions read, and what of them a service does not show. */

const AGGREGATORS = new Set('sum min max avg count topk bottomk quantile stddev stdvar group count_values'.split(' '));
const GROUPING = new Set('by without on ignoring group_left group_right'.split(' '));
const KEYWORDS = new Set('and or unless bool offset inf nan'.split(' '));
const TOKEN = /"(?:[^"\\]|\\.)*"|\[[^\]]*\]|\d[\d.]*(?:e[+-]?\d+)?(?:ms|[smhdwy])?|[a-z_:][\w:]*|=~|!~|!=|[^\s]/gi;

/** The metrics of an expression with their matchers, and the labels that it groups by. */
export function seriesIn(expression) {
  const tokens = expression.match(TOKEN) ?? [];
  const series = [];
  const grouped = new Set();
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (GROUPING.has(token) && next === '(') {
      for (at += 2; tokens[at] !== ')'; at += 1) if (tokens[at] !== ',') grouped.add(tokens[at]);
    } else if (/^[a-z_:]/i.test(token) && next !== '(' && !AGGREGATORS.has(token) && !isKeyword(token)) {
      const matchers = [];
      if (next === '{')
        for (at += 2; tokens[at] !== '}'; at += tokens[at + 3] === ',' ? 4 : 3)
          matchers.push({ label: tokens[at], operator: tokens[at + 1], value: JSON.parse(tokens[at + 2]) });
      series.push({ metric: token, matchers });
    }
  }
  return { series, grouped: [...grouped] };
}

const isKeyword = (token) => KEYWORDS.has(token.toLowerCase()) || GROUPING.has(token);

/** The labels of each series by its name, from the text of /metrics. */
export function samplesIn(text) {
  const samples = new Map();
  for (const [, name, labels = ''] of text.matchAll(/^([a-z_:][\w:]*)(?:\{(.*)\})? \S+$/gim)) {
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, value]) => [label, value]);
    samples.set(name, [...(samples.get(name) ?? []), Object.fromEntries(pairs)]);
  }
  return samples;
}

/** What Prometheus itself puts at every series, by the example of its configuration. */
const OF_TARGET = ['job', 'instance', 'part_of'];
/** Values of these come with what happens. */
const OPEN = ['status', 'route', 'method', 'kid', 'alg', 'version'];

/**
 * What an expression asks for that is not there, in words; nothing if all of it is.
 * @param samples what services show
 * @param elsewhere metrics that come from somewhere else
 */
export function missingIn(expression, samples, elsewhere = () => false) {
  const { series, grouped } = seriesIn(expression);
  const own = series.filter(({ metric }) => !elsewhere(metric));
  const absent = own.filter(({ metric }) => !samples.has(metric)).map(({ metric }) => `there is no metric ${metric}`);
  const present = own.filter(({ metric }) => samples.has(metric));
  const unmatched = present.flatMap(({ metric, matchers }) =>
    matchers.filter((matcher) => !isMet(matcher, samples.get(metric))).map((matcher) => told(metric, matcher)),
  );
  const labels = new Set([...OF_TARGET, ...present.flatMap(({ metric }) => samples.get(metric).flatMap(Object.keys))]);
  // What is grouped is at least one of the metrics; what a recording rule leaves is the rule's affair.
  const unknown = present.length < series.length ? [] : grouped.filter((label) => !labels.has(label));
  return [...absent, ...unmatched, ...unknown.map((label) => `no metric of it has a label ${label}`)];
}

function isMet({ label, operator, value }, samples) {
  if (OF_TARGET.includes(label)) return true;
  const values = samples.filter((labels) => label in labels).map((labels) => labels[label]);
  if (values.length === 0) return false;
  if (OPEN.includes(label) || operator.startsWith('!')) return true;
  if (operator === '=') return values.includes(value);
  // Each alternative must be there, not one of them: else half an alert would be dead unseen.
  return value.split('|').every((part) => values.some((one) => new RegExp(`^(?:${part})$`).test(one)));
}

const told = (metric, { label, operator, value }) => `${metric} has no ${label}${operator}"${value}"`;
