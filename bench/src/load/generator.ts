// A process of its own, so that it can be given a core of its own: takes plans from its parent, answers with results.
import { cpuMs } from '../process-usage.ts';
import { Postgres } from '../postgres.ts';
import { summarize } from '../statistics.ts';
import { mintTokens } from '../tokens.ts';
import { runClosedLoop } from './closed-loop.ts';
import { runLoginClients } from './login-clients.ts';
import { runLogouts } from './logouts.ts';
import type {
  LoadPlan,
  ProbePlan,
  ProbeResult,
  ForgeryPlan,
  ForgeryResult,
  RotationPlan,
  RotationResult,
  SaturationPlan,
  SaturationResult,
  RefusalResult,
  WithdrawalPlan,
} from './plan.ts';
import { guardedGet, inTurn, once, postJson } from './requests.ts';
import { runRotations } from './rotations.ts';
import { runSteadyRate } from './steady-rate.ts';
import { runWithdrawals } from './withdrawals.ts';

const LOGINS_BEFORE_PROBE_MS = 1_000;
const PATIENCE_MS = 5_000;

// What the bank's command does, but for the record: a process for each would take longer than the withdrawals.
const WITHDRAW = `
  WITH taken AS (DELETE FROM user_roles WHERE user_id = $1 AND role = $2)
  UPDATE users SET rights_version = rights_version + 1, rights_changed_at = clock_timestamp() WHERE id = $1`;

async function saturate(plan: SaturationPlan): Promise<SaturationResult> {
  const { paths = ['/api/me'] } = plan;
  const tokens = mintTokens(plan.tokens, plan.tokens.count);
  const requests = tokens.map((token, index) => guardedGet(token, paths[index % paths.length]));
  let server = 0;
  let generator = 0;
  const result = await runClosedLoop({
    port: plan.port,
    connections: plan.connections,
    warmUpMs: plan.warmUpMs,
    durationMs: plan.durationMs,
    next: plan.tokens.once ? once(requests) : inTurn(requests),
    edge: () => {
      server = cpuMs(plan.serverPid) - server;
      generator = cpuMs(process.pid) - generator;
    },
  });
  return {
    requestsPerSecond: (result.answered * 1000) / result.durationMs,
    latency: summarize(result.latencies),
    serverShare: server / result.durationMs,
    generatorShare: generator / result.durationMs,
    serverMicrosPerRequest: (server * 1000) / result.answered,
    failures: result.failures,
  };
}

async function probe(plan: ProbePlan): Promise<ProbeResult> {
  const logins =
    plan.logins.length === 0
      ? undefined
      : runLoginClients({
          port: plan.port,
          requests: plan.logins.map((login) => postJson('/api/login', login)),
          durationMs: LOGINS_BEFORE_PROBE_MS + plan.durationMs,
          fresh: plan.fresh,
        });
  if (logins) await new Promise((resolve) => setTimeout(resolve, LOGINS_BEFORE_PROBE_MS));
  const { latencies, ...counts } = await runSteadyRate({
    port: plan.port,
    perSecond: plan.perSecond,
    durationMs: plan.durationMs,
    patienceMs: PATIENCE_MS,
    fresh: plan.fresh,
    next: inTurn(plan.tokens.map((token) => guardedGet(token))),
  });
  const storm = await logins;
  return {
    ...counts,
    latency: summarize(latencies),
    ...(storm && {
      logins: {
        perSecond: (storm.logins * 1000) / storm.elapsedMs,
        count: storm.logins,
        latency: summarize(storm.latencies),
        failures: storm.failures,
      },
    }),
  };
}

async function rotate(plan: RotationPlan): Promise<RotationResult> {
  const cpu = cpuMs(process.pid);
  const { elapsedMs, latencies, ...result } = await runRotations(plan);
  return {
    ...result,
    perSecond: (result.rotated * 1000) / elapsedMs,
    latency: summarize(latencies),
    generatorShare: (cpuMs(process.pid) - cpu) / elapsedMs,
  };
}

async function refuse(plan: ForgeryPlan): Promise<ForgeryResult> {
  const requests = plan.tokens.map((refresh_token) => postJson('/api/refresh', { refresh_token }));
  const result = await runClosedLoop({ ...plan, warmUpMs: 0, next: inTurn(requests), status: 401 });
  return {
    refused: result.answered,
    perSecond: (result.answered * 1000) / result.durationMs,
    latency: summarize(result.latencies),
    failures: result.failures,
  };
}

async function withdraw({ databaseUrl, role, ...plan }: WithdrawalPlan): Promise<RefusalResult> {
  const postgres = await Postgres.connect(databaseUrl);
  const result = await runWithdrawals(plan, async (userId) => void (await postgres.query(WITHDRAW, [userId, role])));
  await postgres.close();
  return result;
}

function perform(plan: LoadPlan): Promise<unknown> {
  if (plan.kind === 'saturation') return saturate(plan);
  if (plan.kind === 'probe') return probe(plan);
  if (plan.kind === 'rotation') return rotate(plan);
  if (plan.kind === 'forgery') return refuse(plan);
  return plan.kind === 'logout' ? runLogouts(plan) : withdraw(plan);
}

process.on('message', (plan: LoadPlan) => {
  perform(plan).then(
    (result) => process.send!({ result }),
    (error: Error) => process.send!({ error: error.stack }),
  );
});
