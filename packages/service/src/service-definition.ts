import type { DynamicModule, Type } from '@nestjs/common';
import type { ConfigDefinition } from './config/config-definition.js';
import type { ServiceConfig } from './config/service-settings.js';
import type { ReferenceDefinition } from './http/reference-definition.js';

/** Everything that makes one service of the deployment; `serve`, `migrate` and tests take it. */
export interface ServiceDefinition<C extends ServiceConfig> {
  /** Stable id: the service's name in tokens, log and metrics. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  readonly config: ConfigDefinition<C>;
  /** The Nest module of the service, made for its configuration. */
  readonly module: (config: C) => DynamicModule | Type;
  readonly entities: readonly Function[];
  readonly migrations: readonly Function[];
  /** The service's package.json, whose version the metrics tell. */
  readonly manifest?: URL;
  /** Folder of the built site; none if absent. */
  readonly site?: URL;
  /** Facts for the site, each written to index.html as `<meta name="latchkey:KEY">`. */
  readonly siteFacts?: (config: C) => Readonly<Record<string, string>>;
  /** Foreign origins that the site may fetch from, besides its own. */
  readonly siteConnects?: (config: C) => readonly string[];
  /** The API's document, served with a page under `/reference`; none if absent. */
  readonly reference?: ReferenceDefinition;
}
