// What the schemas next door describe, as types alone: who only verifies has no zod.

/** One service of the deployment, as the app switcher shows it. */
export type ServiceEntry = {
  id: string;
  /** For people. */
  name: string;
  /** Where its site is. */
  url: string;
};

/** The services of the deployment. */
export type ServicesAnswer = { services: ServiceEntry[] };
