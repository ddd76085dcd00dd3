import type { Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { loadConfig } from '../config/load-config.js';
import type { ServiceConfig } from '../config/service-settings.js';
import { ServiceModule } from '../boot/service.module.js';
import type { Foundation } from '../boot/service.module.js';
import type { ServiceDefinition } from '../service-definition.js';

/**
 * Every controller that a service has, found as Nest finds them, without making one: no database, no key, no port.
 *
 * @param env a complete environment, since modules may read files that it names
 */
export async function controllersOf<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  env: NodeJS.ProcessEnv,
): Promise<readonly Type[]> {
  const config = loadConfig(definition.config, env);
  const context = await NestFactory.createApplicationContext(ServiceModule.of(definition, config, {} as Foundation), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  const modules = [...context.get(ModulesContainer).values()];
  return modules.flatMap(({ controllers }) => [...controllers.values()].map(({ metatype }) => metatype as Type));
}
