// Keeps each service's API document as apps/*/openapi.json, so that a change of the contract shows in a diff; npm run build first.
import { keepApiDocuments } from './service-documents.mjs';
import { listServices } from './workspace.mjs';

process.exitCode = await keepApiDocuments(listServices());
