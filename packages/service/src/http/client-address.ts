import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { clientAddressOf } from './client-address.rules.js';

const hopsOf = new WeakMap<object, number>();

/** Tells how many proxies stand before a server; called once at boot. */
export function trustHops(server: object, hops: number): void {
  hopsOf.set(server, hops);
}

/** The client's address as text, IPv4-mapped addresses as IPv4; believes `TRUSTED_PROXY_HOPS` proxies. */
export function clientAddress(request: FastifyRequest): string {
  const hops = hopsOf.get(request.server.server) ?? 0;
  return clientAddressOf(request.socket.remoteAddress, request.headers['x-forwarded-for'], hops);
}

/** Parameter decorator for {@link clientAddress}. */
export const ClientAddress = createParamDecorator((_data: unknown, context: ExecutionContext): string =>
  clientAddress(context.switchToHttp().getRequest<FastifyRequest>()),
);
