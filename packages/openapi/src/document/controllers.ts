import type { Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { loadConfig, type ServiceConfig, type ServiceDefinition } from '@latchkey/service';
import { ServiceModule, type Foundation } from '@latchkey/service/openapi';

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
