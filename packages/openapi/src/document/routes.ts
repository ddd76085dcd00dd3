import { RequestMethod, type Type } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { ACCESS, RETURNS, OPERATION, type OperationOptions } from '@latchkey/service/openapi';
import type { ZodType } from 'zod';
import { ALLOW_EXPIRED, ALLOW_SAME_SITE, ROLES, SENSITIVE } from '@latchkey/auth/openapi';

/** A path, query or header parameter that a handler reads. */
export interface ReadParameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
}

/** One method of one path, with all that its decorators say. */
export interface Route {
  readonly method: string;
  readonly path: string;
  /** `LoginController.login`, for messages. */
  readonly handler: string;
  readonly access: 'public' | 'ops' | undefined;
  readonly isSensitive: boolean;
  /** One of them is needed; none where empty. */
  readonly roles: readonly string[];
  readonly allowsExpired: boolean;
  readonly allowsSameSite: boolean;
  readonly options: OperationOptions;
  readonly body: ZodType | undefined;
  readonly answer: ZodType | undefined;
  readonly status: number;
  readonly reads: readonly ReadParameter[];
}

/** Nest's numbers of what a handler takes; its own names for them are not exported. */
const BODY = 3;
const PLACES: Readonly<Record<number, ReadParameter['in']>> = { 4: 'query', 5: 'path', 6: 'header' };

interface RouteArgument {
  readonly data?: unknown;
  readonly schema?: ZodType;
}

/** The routes of controllers. @throws Error if one is not described */
export function routesOf(controllers: readonly Type[]): readonly Route[] {
  return controllers.flatMap((owner) =>
    Object.getOwnPropertyNames(owner.prototype).flatMap((name) => {
      const handler = owner.prototype[name] as Function;
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      return method === undefined ? [] : routesOfHandler(owner, name, handler, RequestMethod[method].toLowerCase());
    }),
  );
}

function routesOfHandler(owner: Type, name: string, handler: Function, method: string): Route[] {
  const of = <T>(key: string): T | undefined => Reflect.getMetadata(key, handler) as T | undefined;
  const options = of<OperationOptions>(OPERATION);
  if (options === undefined) throw new Error(`${owner.name}.${name} has no @Operation(): say what a call of it does.`);
  const args = readArguments(owner, name);
  const route = {
    method,
    handler: `${owner.name}.${name}`,
    access: of<'public' | 'ops'>(ACCESS) ?? (Reflect.getMetadata(ACCESS, owner) as 'public' | 'ops' | undefined),
    isSensitive: of(SENSITIVE) === true,
    roles: of<readonly string[]>(ROLES) ?? (Reflect.getMetadata(ROLES, owner) as readonly string[] | undefined) ?? [],
    allowsExpired: of(ALLOW_EXPIRED) === true,
    allowsSameSite: of(ALLOW_SAME_SITE) === true,
    options,
    body: args.find(({ kind }) => kind === BODY)?.schema,
    answer: of<ZodType>(RETURNS),
    status: of<number>(HTTP_CODE_METADATA) ?? (method === 'post' ? 201 : 200),
    reads: args.flatMap(({ kind, data }) => {
      const place = PLACES[kind];
      return place === undefined || typeof data !== 'string' ? [] : [{ in: place, name: data }];
    }),
  };
  const bases = [Reflect.getMetadata(PATH_METADATA, owner) as string | string[]].flat();
  const paths = [of<string | string[]>(PATH_METADATA) ?? ''].flat();
  return bases.flatMap((base) => paths.map((path) => ({ ...route, path: joined(base, path) })));
}

// Nest's own arguments are kept as `kind:position`; those of custom decorators have a random text before the colon.
function readArguments(owner: Type, name: string): (RouteArgument & { readonly kind: number })[] {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, owner, name) ?? {}) as Record<string, RouteArgument>;
  return Object.entries(args)
    .filter(([key]) => /^\d+:/.test(key))
    .map(([key, argument]) => ({ ...argument, kind: Number.parseInt(key, 10) }));
}

// `:id` is how the router writes it, `{id}` how OpenAPI does.
function joined(base: string, path: string): string {
  const parts = `${base}/${path}`.split('/').filter(Boolean);
  return `/${parts.map((part) => (part.startsWith(':') ? `{${part.slice(1)}}` : part)).join('/')}`;
}
