import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { freePort } from '../../packages/testing/dist/free-port.js';
import { missingIn, samplesIn, seriesIn } from '../monitoring/series.mjs';
import { removeFolder } from '../../scripts/command.mjs';
import { ISSUER, listServices, root } from '../../scripts/workspace.mjs';

const folder = join(root, 'deploy/monitoring');
const read = (name) => readFileSync(join(folder, name), 'utf8');
const rulesIn = (name) => parse(read(name)).groups.flatMap(({ rules }) => rules);
const alerts = rulesIn('alerts.yml');
const recorded = rulesIn('slo.yml');
const boards = Object.fromEntries(
  readdirSync(join(folder, 'dashboards')).map((name) => [name, JSON.parse(read(`dashboards/${name}`))]),
);
const cases = readdirSync(join(folder, 'tests')).map((name) => [name, parse(read(`tests/${name}`))]);

describe('alerts', () => {
  test('each has a severity, and a case in which it fires and one in which it does not', () => {
    const told = cases.flatMap(([, { tests }]) => tests.flatMap(({ alert_rule_test }) => alert_rule_test));
    const wanting = alerts.filter(({ alert, labels }) => {
      const own = told.filter(({ alertname }) => alertname === alert);
      const fires = own.some(({ exp_alerts }) => exp_alerts.length > 0);
      const isQuiet = own.some(({ exp_alerts }) => exp_alerts.length === 0);
      return !fires || !isQuiet || !['critical', 'warning'].includes(labels.severity);
    });
    assert.deepEqual(
      wanting.map(({ alert }) => alert),
      [],
    );
    assert.ok(alerts.length >= 10);
  });

  test('each leads to a section of the runbooks, and each section of an alert is led to', () => {
    const text = readFileSync(join(root, 'docs/runbooks.md'), 'utf8');
    const [ofAlerts] = text.split(/^## Without an alert$/m);
    const anchorOf = (title) =>
      title
        .toLowerCase()
        .replaceAll(' ', '-')
        .replace(/[^\w-]/g, '');
    const anchors = [...ofAlerts.matchAll(/^### (.+)$/gm)].map(([, title]) => anchorOf(title));
    const urls = alerts.map(({ annotations }) => String(annotations.runbook_url));
    const base = 'https://github.com/latchkey/latchkey/blob/main/docs/runbooks.md#';
    assert.deepEqual(new Set(urls), new Set(anchors.map((anchor) => base + anchor)));
  });

  test('the words of each name only labels that its cases show', () => {
    const shown = cases.flatMap(([, { tests }]) => tests.flatMap(({ alert_rule_test }) => alert_rule_test));
    const texts = shown.flatMap(({ exp_alerts }) => exp_alerts.flatMap(({ exp_annotations: { summary } }) => summary));
    assert.deepEqual(
      texts.filter((text) => /<no value>|  | at [ .]|\{\{/.test(text)),
      [],
    );
  });
});

describe('promtool', { skip: hasPromtool() ? false : 'promtool is not installed (Debian: prometheus)' }, () => {
  const passes = (...args) => {
    const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
  };

  test('takes the rules and the example of a configuration', () => {
    passes('check', 'rules', 'slo.yml', 'alerts.yml');
    passes('check', 'config', '--syntax-only', 'prometheus.yml');
  });

  test('sees every alert fire where it is meant to, with these words, and nowhere else', () => {
    passes('test', 'rules', ...cases.map(([name]) => `tests/${name}`));
  });
});

describe('dashboards', () => {
  test('are what deploy/monitoring/boards makes of them', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(folder, 'write-dashboards.mjs'), '--check'], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, `${stdout}run node deploy/monitoring/write-dashboards.mjs`);
  });

  for (const [name, { panels, templating, uid }] of Object.entries(boards)) {
    test(`every panel of ${name} has a unit, says what it shows, and stands in a place of its own`, () => {
      assert.match(uid, /^[a-z-]{1,40}$/);
      assert.deepEqual(
        templating.list.map((variable) => variable.name),
        ['datasource', 'job', 'instance'],
      );
      const drawn = panels.filter(({ type }) => type !== 'row');
      for (const { title, description, fieldConfig, datasource, targets } of drawn) {
        assert.ok(description.endsWith('.') || /#[\w-]+\.?$/.test(description), title);
        assert.ok(fieldConfig.defaults.unit, title);
        for (const each of [{ datasource }, ...targets]) assert.equal(each.datasource.uid, '${datasource}', title);
      }
      assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`),
      );
      assert.equal(new Set(cells).size, cells.length, 'panels lie on one another');
    });
  }
});

/** Expressions with the place that they stand in. */
const expressionsOf = {
  rules: [...alerts, ...recorded].map(({ alert, record, expr }) => [alert ?? record, expr]),
  ...Object.fromEntries(Object.entries(boards).map(([name, board]) => [name, ofBoard(name, board)])),
};
const known = new Set(recorded.map(({ record }) => record));
/** What Prometheus and its blackbox exporter tell, and what slo.yml records. */
const isElsewhere = (metric) => /^(up|ALERTS|probe_\w+)$/.test(metric) || known.has(metric);

function ofBoard(name, { panels, templating }) {
  const queries = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [`${name}, ${title}`, expr]));
  const lists = templating.list.map(({ definition }) => /^label_values\((.*), \w+\)$/.exec(definition ?? '')?.[1]);
  return [...queries, ...lists.filter(Boolean).map((selector) => [`${name}, variables`, selector])];
}

const plain = (expression) => expression.replaceAll('$__rate_interval', '5m');
const missing = (expressions, samples) =>
  expressions.flatMap(([place, expr]) => missingIn(plain(expr), samples, isElsewhere).map((why) => `${place}: ${why}`));

test('a metric, a label or a value that does not exist is named, with the place that asks for it', () => {
  const samples = samplesIn('a_total{kind="x"} 1\nb_seconds_bucket{le="1"} 2\n');
  const asked = [
    ['board', 'sum by (job, kind) (rate(a_total{job=~"$job",kind=~"x"}[5m]))'],
    ['board', 'sum(rate(c_total[5m])) / on () group_left () a_total'],
    ['alert', 'rate(a_total{kind=~"x|y"}[5m]) > 0.5 and a_total offset 1h > 2e3'],
    ['alert', 'histogram_quantile(0.99, sum by (le, sort) (rate(b_seconds_bucket{le="2"}[5m])))'],
    ['alert', 'a_total{sort="x"} unless up{part_of="latchkey"} == 0'],
  ];
  assert.deepEqual(missing(asked, samples), [
    'board: there is no metric c_total',
    'alert: a_total has no kind=~"x|y"',
    'alert: b_seconds_bucket has no le="2"',
    'alert: no metric of it has a label sort',
    'alert: a_total has no sort="x"',
  ]);
});

test('no bound of a bucket is asked for in the form of one version of Prometheus alone', () => {
  const asked = Object.values(expressionsOf).flat();
  const wrong = asked.filter(([, expr]) =>
    seriesIn(plain(expr)).series.some(({ matchers }) =>
      matchers.some(({ label, operator, value }) => label === 'le' && operator === '=' && /^\d+$/.test(value)),
    ),
  );
  assert.deepEqual(wrong, []);
});

describe('services that have only just started', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-monitoring-'));
  const texts = {};
  let child;

  before(async () => {
    const ports = await Promise.all(listServices().map(async ({ id, variable }) => [id, variable, await freePort()]));
    const env = Object.fromEntries(ports.map(([, variable, port]) => [`${variable}_PORT`, String(port)]));
    child = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: root,
      env: { ...process.env, ...env, LATCHKEY_DB_PORT: String(await freePort()), LATCHKEY_DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    for await (const chunk of child.stdout) if ((output += chunk).includes('Latchkey is running')) break;
    assert.match(output, /Latchkey is running/);
    for (const [id, , port] of ports) texts[id] = await metricsAt(port);
  });
  after(async () => {
    const ended = child?.exitCode === null && once(child, 'exit');
    child?.kill('SIGTERM');
    await ended;
    removeFolder(dataDir);
  });

  test('show every metric and label that alerts and recording rules ask for', () => {
    assert.deepEqual(missing(expressionsOf.rules, samplesIn(Object.values(texts).join('\n'))), []);
  });

  for (const name of Object.keys(boards)) {
    test(`show everything that ${name} asks for`, () => {
      const [ofBank, ofOthers] = [texts[ISSUER], texts[Object.keys(texts).find((id) => id !== ISSUER)]];
      const text = name === `${ISSUER}.json` ? ofBank : ofOthers;
      assert.deepEqual(missing(expressionsOf[name], samplesIn(text)), []);
    });
  }

  test('show nothing that the docs do not explain', () => {
    const explained = readFileSync(join(root, 'docs/operations.md'), 'utf8');
    const names = Object.values(texts).flatMap((text) =>
      [...text.matchAll(/^# TYPE (latchkey_\w+)/gm)].map(([, one]) => one),
    );
    const silent = [...new Set(names)].filter((name) => !explained.includes(`\`${name}`));
    assert.deepEqual(silent, []);
  });
});

/** The first scrape counts itself only afterwards. */
async function metricsAt(port) {
  await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}

function hasPromtool() {
  return spawnSync('promtool', ['--version']).status === 0;
}
