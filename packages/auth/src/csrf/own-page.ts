import { OwnPages, ownPageReason, requireOwnPage } from '@latchkey/verifier';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checked, csrfRefused } from '../errors/app-errors.js';

const pagesOf = new WeakMap<object, OwnPages>();

/** Tells {@link requireOwnOrigin} and its neighbours which pages are a service's own; once, at start. */
export function rememberOwnPages({ server }: FastifyInstance, pages: OwnPages): void {
  pagesOf.set(server, pages);
}

/**
 * Lets a request set cookies only if one of this service's own pages sent it: for a login that answers with cookies.
 * @throws AppError 403 `csrf_refused`
 */
export function requireOwnOrigin(request: FastifyRequest): void {
  checked(() => requireOwnPage(request.raw, pagesAt(request), false));
}

/**
 * Lets a cookie that the guard does not read count only if a page of the deployment sent it: one of this service's own, or
 * one of the registry's origins. For a public route that carries a proof of its own, such as a refresh.
 * @throws AppError 403 `csrf_refused`
 */
export function requireDeploymentOrigin(request: FastifyRequest): void {
  checked(() => requireOwnPage(request.raw, pagesAt(request), true));
}

/** Whether one of this service's own pages sent the request, as {@link requireOwnOrigin} demands it. */
export function isFromOwnPage({ raw, server }: FastifyRequest): boolean {
  const pages = pagesOf.get(server.server);
  return pages !== undefined && ownPageReason(raw, pages, false) === undefined;
}

function pagesAt({ server }: FastifyRequest): OwnPages {
  const pages = pagesOf.get(server.server);
  if (pages === undefined) throw csrfRefused('csrf_no_evidence');
  return pages;
}
