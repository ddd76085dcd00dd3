/** Grafana's JSON of a dashboard, from a short list of rows and panels. */

const WIDTH = 24;
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

/** A panel of lines over time: title, unit of Grafana, what it says in a sentence, and its queries by their legends. */
export function lines(title, unit, description, queries, { width = 8, bound } = {}) {
  const thresholds =
    bound === undefined ? {} : { thresholds: steps(bound), custom: { thresholdsStyle: { mode: 'line' } } };
  return {
    width,
    height: 8,
    panel: {
      type: 'timeseries',
      title,
      description,
      fieldConfig: { defaults: { unit, min: 0, ...thresholds }, overrides: [] },
      options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
      targets: targetsOf(queries),
    },
  };
}

/** A panel of one number, or of one for each replica. */
export function number(title, unit, description, expression, { width = 4, bound, legend = '' } = {}) {
  return {
    width,
    height: 4,
    panel: {
      type: 'stat',
      title,
      description,
      fieldConfig: { defaults: { unit, ...(bound !== undefined && { thresholds: steps(bound) }) }, overrides: [] },
      options: {
        colorMode: bound === undefined ? 'none' : 'value',
        graphMode: 'none',
        reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      },
      targets: targetsOf([[legend, expression]]),
    },
  };
}

/** A whole dashboard. `serves` is a metric that only the services show that it is for. */
export function dashboard({ uid, title, description, serves, rows }) {
  const panels = [];
  let y = 0;
  for (const [name, items] of rows) {
    panels.push({ type: 'row', title: name, collapsed: false, panels: [], gridPos: { h: 1, w: WIDTH, x: 0, y } });
    y = place(items, y + 1, panels);
  }
  return {
    uid,
    title,
    description,
    tags: ['latchkey'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-3h', to: 'now' },
    timezone: 'browser',
    templating: { list: variables(serves) },
    annotations: { list: [alertsOnTop()] },
    links: [],
    panels: panels.map((panel, index) => ({ id: index + 1, ...panel })),
  };
}

// Beside one another while there is room.
function place(items, top, panels) {
  let [x, y, tallest] = [0, top, 0];
  for (const { width, height, panel } of items) {
    if (x + width > WIDTH) [x, y, tallest] = [0, y + tallest, 0];
    panels.push({ ...panel, datasource: DATASOURCE, gridPos: { h: height, w: width, x, y } });
    x += width;
    tallest = Math.max(tallest, height);
  }
  return y + tallest;
}

function targetsOf(queries) {
  return queries.map(([legendFormat, expr], index) => ({
    refId: String.fromCharCode(65 + index),
    datasource: DATASOURCE,
    editorMode: 'code',
    expr,
    legendFormat,
    range: true,
  }));
}

// Green up to the bound, or, with `isLeast`, from it on.
function steps({ at, isLeast = false }) {
  const [below, above] = isLeast ? ['red', 'green'] : ['green', 'red'];
  return {
    mode: 'absolute',
    steps: [
      { color: below, value: null },
      { color: above, value: at },
    ],
  };
}

function variables(serves) {
  const query = (name, label, expression) => ({
    type: 'query',
    name,
    label,
    datasource: DATASOURCE,
    definition: expression,
    query: { query: expression, refId: name },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    current: { selected: true, text: ['All'], value: ['$__all'] },
  });
  return [
    { type: 'datasource', name: 'datasource', label: 'Prometheus', query: 'prometheus', refresh: 1, hide: 0 },
    query('job', 'Service', `label_values(${serves}, job)`),
    query('instance', 'Replica', `label_values(${serves}{job=~"$job"}, instance)`),
  ];
}

function alertsOnTop() {
  return {
    name: 'Alerts',
    enable: true,
    iconColor: 'red',
    datasource: DATASOURCE,
    expr: 'ALERTS{alertstate="firing",job=~"$job"}',
    titleFormat: '{{alertname}}',
    step: '60s',
  };
}
