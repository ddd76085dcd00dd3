/**
 * What HTTP calls each status. Not by an import: as an ES module node:http also gives WebSocket, for which it loads the whole
 * of Node's fetch, 35 ms of each start.
 */
export const { STATUS_CODES } = process.getBuiltinModule('node:http');
