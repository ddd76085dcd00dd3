// npm run imports [-- FOLDER…]: what dependency-cruiser's rules say, and every circle of folders by imports that are left in the build.
import { cruise } from 'dependency-cruiser';
import configuration from '../../.dependency-cruiser.js';
import { folderCircles } from './folder-circles.mjs';

const { options, ...ruleSet } = configuration;
const everything = ['apps', 'packages', 'e2e', 'bench', 'scripts'];
const folders = process.argv.length > 2 ? process.argv.slice(2) : everything;
const { output } = await cruise(folders, { ...options, ruleSet, validate: true }, options.enhancedResolveOptions);
const { modules, summary } = output;

for (const { rule, from, to } of summary.violations) {
  const { comment } = ruleSet.forbidden.find(({ name }) => name === rule.name);
  console.log(`${rule.severity} ${rule.name}: ${from} → ${to}\n    ${comment}`);
}
const circles = folderCircles(modules);
for (const { folders: circle, imports } of circles) {
  console.log(`circle of folders: ${circle.join(', ')}\n    ${imports.join('\n    ')}`);
}
console.log(`${modules.length} files, ${summary.violations.length} violations, ${circles.length} circles of folders`);
process.exitCode = summary.error > 0 ? 1 : 0;
