import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linearExpressions as rule } from '../lint/linear-expressions.mjs';

function reportsOn(pattern, flags = '') {
  const reports = [];
  const visit = rule.create({ report: (one) => reports.push(one) });
  visit.Literal({ regex: { pattern, flags } });
  visit.NewExpression({ callee: { name: 'RegExp' }, arguments: [{ value: pattern }, { value: flags }] });
  return reports.length;
}

for (const pattern of ['^[ \\t]+|[ \\t]+$', '\\s+$', '(a+)+$', '^\\s*x?\\s*$', '(\\w+)=', 'a*a*$']) {
  test(`/${pattern}/ is refused, as a literal and as a text`, () => assert.equal(reportsOn(pattern, 'g') >= 2, true));
}

for (const pattern of ['^[A-Za-z0-9_-]{8,64}$', '^(;\\s*charset=utf-8)?$', '^\\d+$', '[?#;]', '\\b(\\d+)\\.', '(not']) {
  test(`/${pattern}/ is let pass`, () => assert.equal(reportsOn(pattern), 0));
}
