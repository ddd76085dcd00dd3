// Ways to spoil a good set of objects. Each returns what does it.
const isRetirement = ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'latchkey-retirement';

/** The object of a kind and a name. */
export const is = (name) => (object) => `${object.kind} ${object.metadata.name}` === name;

/** Changes the first object that is meant. */
export const change = (isMeant, act) => (objects) => void act(objects.find(isMeant));

/** Takes the first object away that is meant. */
export const without = (isMeant) => (objects) => void objects.splice(objects.findIndex(isMeant), 1);

/** Changes the pods of a service, or what makes them. */
export const pod = (act) => change(isRetirement, ({ spec }) => act(spec.template.spec, spec));

/** Changes the container of a service. */
export const container = (act) => pod(({ containers: [one] }) => act(one));

/** Gives a variable of a service something else. */
export const variable = (name, value) =>
  container(({ env }) =>
    Object.assign(
      env.find((one) => one.name === name),
      { value: undefined, valueFrom: undefined },
      value,
    ),
  );

/** Gives all services a variable. */
export const settingOfAll = (name, value) =>
  change(
    ({ kind }) => kind === 'ConfigMap',
    ({ data }) => (data[name] = value),
  );

/** Changes a network policy. */
export const policy = (name, act) => change(is(`NetworkPolicy latchkey-${name}`), ({ spec }) => act(spec));
