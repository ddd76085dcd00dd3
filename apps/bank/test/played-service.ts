import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keySetOfFile } from '@latchkey/auth';
import type { ReplicaReport } from '@latchkey/verifier/contract';
import { readText, type FileOfKeys } from './key-files.js';

/** A service as the keys command sees it: its replicas take the file at once, unless they are told otherwise. */
export interface PlayedService {
  readonly url: string;
  readonly asked: IncomingMessage[];
  /** By name: what a replica says instead of what the file holds. */
  readonly replicas: Map<string, Partial<ReplicaReport>>;
  tokenTtl: number;
  /** What it answers instead of a report. */
  answer: { status: number; body: string } | undefined;
  /** What it holds at this moment, for a replica that stays behind. */
  held(): Pick<ReplicaReport, 'thumbprints' | 'signing'>;
  stop(): Promise<void>;
}

export async function playService(service: string, file: FileOfKeys): Promise<PlayedService> {
  const held = () => {
    const { byKid, signing } = keySetOfFile(readText(file), { holdsPrivateKeys: service === 'bank' });
    const thumbprints = [...byKid.values()].map(({ thumbprint }) => thumbprint);
    return { thumbprints, signing: signing === undefined ? null : byKid.get(signing.kid)!.thumbprint };
  };
  const reportOf = (instance: string, said: Partial<ReplicaReport>) => {
    const usual = { instance, fault: null, feedAge: 0, seenAt: new Date().toISOString() };
    return { ...usual, ...('thumbprints' in said ? {} : held()), ...said };
  };
  const server = createServer((request, response) => {
    played.asked.push(request);
    const replicas = () => [...played.replicas].map(([name, said]) => reportOf(name, said));
    const report = () => ({ service, tokenTtl: played.tokenTtl, replicas: replicas() });
    const { status, body } = played.answer ?? { status: 200, body: JSON.stringify(report()) };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const played: PlayedService = {
    url: `http://${service}.demo.localhost:${(server.address() as AddressInfo).port}`,
    asked: [],
    replicas: new Map([[`${service}-1`, {}]]),
    tokenTtl: 900,
    answer: undefined,
    held,
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
  return played;
}
