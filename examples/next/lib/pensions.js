// What this service keeps of people, by `sub`: a real one has a database.
const monthly = new Map();

export const pensions = {
  read: ({ sub }) => ({ owner: sub, monthlyMinor: monthly.get(sub) ?? '0' }),
  write({ sub }, { monthlyMinor }) {
    monthly.set(sub, monthlyMinor);
    return this.read({ sub });
  },
  /** Minor units, as text: money is no floating-point number. */
  isValid: (body) => Object.keys(body ?? {}).join() === 'monthlyMinor' && /^\d{1,15}$/.test(body.monthlyMinor),
  all: () => ({ clients: [...monthly.keys()] }),
  remove: async (sub) => void monthly.delete(sub),
};
