import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keySetOfFile } from '@latchkey/verifier';
import type { ReplicaReport } from '@latchkey/verifier/contract';

/** A service as the keys command sees it: its replicas take the file at once, unless they are told otherwise. */
export interface StubService {
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

export async function startStubService(service: string, file: string): Promise<StubService> {
  const held = () => {
    const { byKid, signing } = keySetOfFile(readFileSync(file, 'utf8'), { holdsPrivateKeys: service === 'bank' });
    const thumbprints = [...byKid.values()].map(({ thumbprint }) => thumbprint);
    return { thumbprints, signing: signing === undefined ? null : byKid.get(signing.kid)!.thumbprint };
  };
  const reportOf = (instance: string, said: Partial<ReplicaReport>) => {
    const usual = { instance, fault: null, feedAge: 0, seenAt: new Date().toISOString() };
    return { ...usual, ...('thumbprints' in said ? {} : held()), ...said };
  };
  const server = createServer((request, response) => {
    stub.asked.push(request);
    const replicas = () => [...stub.replicas].map(([name, said]) => reportOf(name, said));
    const report = () => ({ service, tokenTtl: stub.tokenTtl, replicas: replicas() });
    const { status, body } = stub.answer ?? { status: 200, body: JSON.stringify(report()) };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stub: StubService = {
    url: `http://${service}.demo.localhost:${(server.address() as AddressInfo).port}`,
    asked: [],
    replicas: new Map([[`${service}-1`, {}]]),
    tokenTtl: 900,
    answer: undefined,
    held,
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
  return stub;
}
