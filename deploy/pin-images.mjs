// node deploy/pin-images.mjs: gives the images of the Dockerfile, of docker-compose.yml and of the demo on Kubernetes the digests
// that their tags have now. With --check it changes nothing, and ends with 1 if one has moved. Asks the registry itself, no engine is needed; REGISTRY and
// REGISTRY_AUTH may name a mirror.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.env.PIN_ROOT ?? fileURLToPath(new URL('..', import.meta.url));
const registry = process.env.REGISTRY ?? 'https://registry-1.docker.io';
const auth = process.env.REGISTRY_AUTH ?? 'https://auth.docker.io/token?service=registry.docker.io';
const PINNED = /\b((?:node|postgres|nginx):[\w.-]+)@(sha256:[0-9a-f]{64})/g;
const INDEX = ['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json'];

const isCheck = process.argv.includes('--check');
const known = new Map();
let moved = 0;
for (const path of ['deploy/Dockerfile', 'docker-compose.yml', 'deploy/kubernetes/overlays/demo/database.yaml']) {
  const text = readFileSync(join(root, path), 'utf8');
  for (const [, image] of text.matchAll(PINNED)) known.set(image, known.get(image) ?? (await digestOf(image)));
  const renewed = text.replaceAll(PINNED, (_, image) => `${image}@${known.get(image)}`);
  if (renewed === text) continue;
  moved += 1;
  console.log(`${path}: ${isCheck ? 'a tag has moved' : 'renewed'}`);
  if (!isCheck) writeFileSync(join(root, path), renewed);
}
for (const [image, digest] of known) console.log(`${image} ${digest}`);
process.exitCode = isCheck && moved > 0 ? 1 : 0;

// That of the index, which is for every kind of processor.
async function digestOf(image) {
  const [name, tag] = image.split(':');
  const { token } = await (await fetch(`${auth}&scope=repository:library/${name}:pull`)).json();
  const headers = { authorization: `Bearer ${token}`, accept: INDEX.join(', ') };
  const answer = await fetch(`${registry}/v2/library/${name}/manifests/${tag}`, { method: 'HEAD', headers });
  const digest = answer.headers.get('docker-content-digest') ?? '';
  const isIndex = INDEX.includes(answer.headers.get('content-type') ?? '');
  if (answer.ok && isIndex && /^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
  throw new Error(`${registry} names no index for ${image} (status ${answer.status})`);
}
