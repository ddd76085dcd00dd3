import { randomBytes } from 'node:crypto';
import { log } from '../../scripts/log.mjs';
import { listServices } from '../../scripts/workspace.mjs';
import { baseImages, namedImages } from './base-images.mjs';
import { openCompose } from './compose.mjs';
import { conform } from './conformance.mjs';
import { Deployment, copyTree } from './deployment.mjs';
import { openEngine } from './engine.mjs';
import { buildImages, checkImage } from './images.mjs';
import { isolation } from './isolation.mjs';
import { proxied } from './proxied.mjs';
import { rotate } from './rotation.mjs';
import { signals } from './signals.mjs';
import { upgrade } from './upgrade.mjs';
import { walk } from './walk.mjs';

/** In seconds: tokens that live so short let a whole rotation end within a minute, and nothing in front needs time to notice a stop. */
const TIMES = { TOKEN_TTL: '30', TOKEN_RENEW_AFTER: '10', DRAIN_GRACE: '2' };

/** What is done to one deployment, in this order. */
const steps = {
  walk: ['The scenario over HTTP', walk],
  conformance: ['The conformance probes', conform],
  rotation: ['A key is rotated under load', rotate],
  upgrade: ['One service is upgraded under load', upgrade],
  signals: ['Services are stopped while they start', signals],
};

/** The whole run; resolves to the name of the engine. Throws where it cannot go on. */
export async function trial(run, options) {
  const engine = await run.step('Engine', () => openEngine(run, options));
  const compose = await openCompose(engine, options);
  const name = `engine ${engine.version} with Compose ${compose.version}`;
  log(`  ${name}${engine.isOwn ? `, started for this run by ${engine.dockerd}, data in ${engine.data}` : ''}`);
  const images = await run.step('Base images', () => baseImages(run, engine, options));
  const source = copyTree(run);
  const plan = {
    source,
    images,
    compose,
    node: images[namedImages().node],
    tag: `trial-${randomBytes(4).toString('hex')}`,
  };
  await run.step('Images, each built once', async () => {
    plan.builds = await buildImages(run, engine, plan);
  });
  await run.step('What is in the images', async () => {
    for (const { id } of listServices(source)) await checkImage(run, engine, `latchkey-${id}:${plan.tag}`, plan.node);
  });
  const { only } = options;
  if (only.some((part) => part in steps)) {
    const deployment = new Deployment(run, engine, plan);
    await run.step('The deployment of docker-compose.yml', async () => {
      await deployment.prepare({ env: await deployment.choosePorts(), settings: TIMES });
      await deployment.up();
      await isolation(run, deployment);
    });
    for (const [part, [title, act]] of Object.entries(steps))
      if (only.includes(part)) await run.step(title, () => act(run, deployment));
    await run.step('Taken down', () => deployment.down());
  }
  if (only.includes('proxy')) await proxied(run, engine, { ...plan, source: copyTree(run) });
  return name;
}
