// npm run imports [-- FOLDER…]: what breaks the rules of .dependency-cruiser.js, and every circle of folders by imports that are left
// in the build. Packages are found as they are built: npm run build.
import { checkImports } from './check-imports.mjs';

const everything = ['apps', 'packages', 'examples', 'e2e', 'bench', 'scripts', 'deploy'];
const { files, violations, circles } = await checkImports(process.argv.length > 2 ? process.argv.slice(2) : everything);
for (const { severity, rule, from, to, why } of violations)
  console.log(`${severity} ${rule}: ${from} → ${to}\n    ${why}`);
for (const { folders, imports } of circles) {
  console.log(`circle of folders: ${folders.join(', ')}\n    ${imports.join('\n    ')}`);
}
console.log(`${files} files, ${violations.length} violations, ${circles.length} circles of folders`);
process.exitCode = violations.length + circles.length > 0 ? 1 : 0;
