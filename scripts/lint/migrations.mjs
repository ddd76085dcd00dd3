// node scripts/lint/migrations.mjs: what migrations of services and packages would do to the release before, which serves on the
// same tables while a new one is rolled out. docs/upgrading.md tells how they are written.
import { recordedReleases } from '../previous-release.mjs';
import { root } from '../workspace.mjs';
import { checkMigrations } from './check-migrations.mjs';

const { count, errors } = await checkMigrations(root, recordedReleases);
for (const error of errors) console.log(error);
console.log(`${count} migrations, ${errors.length} errors`);
process.exitCode = errors.length > 0 ? 1 : 0;
