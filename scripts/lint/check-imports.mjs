import { cruise } from 'dependency-cruiser';
import configuration from '../../.dependency-cruiser.js';
import { folderCircles } from './folder-circles.mjs';

/**
 * Everything that breaks the rules of imports below some folders of a clone: the rule, the file, and why; then circles of folders.
 *
 * @param {string[]} folders
 * @param {string} [baseDir] the clone
 */
export async function checkImports(folders, baseDir) {
  const { options, ...ruleSet } = configuration;
  const asked = { ...options, ruleSet, validate: true, ...(baseDir && { baseDir }) };
  const { output } = await cruise(folders, asked, options.enhancedResolveOptions);
  const { modules, summary } = /** @type {import('dependency-cruiser').ICruiseResult} */ (output);
  const violations = summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    severity: rule.severity,
    from,
    to,
    why: ruleSet.forbidden.find(({ name }) => name === rule.name)?.comment,
  }));
  return { files: modules.length, violations, circles: folderCircles(modules) };
}
