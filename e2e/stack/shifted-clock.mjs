// Loaded before a service (NODE_OPTIONS=--import): its clock is off by E2E_CLOCK_SHIFT seconds; the monotonic one stays right.
const shift = Number(process.env.E2E_CLOCK_SHIFT) * 1_000;
const Right = Date;
const now = () => Right.now() + shift;

globalThis.Date = new Proxy(Right, {
  construct: (_, given, target) => Reflect.construct(Right, given.length === 0 ? [now()] : given, target),
  apply: () => new Right(now()).toString(),
  get: (_, name) => (name === 'now' ? now : Right[name]),
});
