/**
 * People's door: the token-protected API that the command line speaks, and the first page. It links clouds, adds
 * phones and shows what happened; it never speaks SyncML and reads items only to export them.
 */
import { Router } from '@koa/router';
import type Koa from 'koa';
import { koaErrors } from './middleware/koa-errors.ts';
import { koaToken } from './middleware/koa-token.ts';
import type { PortalOptions } from './portal-options.ts';
import { accountRoutes } from './routes/accounts.ts';
import { deviceRoutes } from './routes/devices.ts';
import { holdRoutes } from './routes/holds.ts';
import { homeRoutes } from './routes/home.ts';
import { linkRoutes } from './routes/links.ts';
import { quarantineRoutes } from './routes/quarantine.ts';
import type { Route } from './routes/route.ts';
import { sessionExportRoutes } from './routes/session-export.ts';
import { sessionUndoRoutes } from './routes/session-undo.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { syncRoutes } from './routes/sync.ts';
import { policyRoutes } from './routes/policy.ts';
import { windowRoutes } from './routes/window.ts';

export interface Portal {
  /** Adds the portal's routes to an application; what is not the portal's passes on. */
  mount(app: Koa): void;
  /** For the golden route table: every route says how it is protected. */
  readonly routes: readonly Route[];
}

export function createPortal(options: PortalOptions): Portal {
  const routes = portalRoutes(options);
  const router = new Router();
  const token = koaToken(options.token);
  for (const route of routes) {
    const guards = route.auth === 'token' ? [token] : [];
    router.register(route.path, [route.method], [...guards, route.handle]);
  }
  return {
    routes,
    mount(app) {
      app.use(koaErrors(options.logger));
      app.use(router.routes());
      app.use(router.allowedMethods());
    },
  };
}

function portalRoutes(options: PortalOptions): readonly Route[] {
  return [
    ...homeRoutes(),
    ...accountRoutes(options),
    ...linkRoutes(options),
    ...deviceRoutes(options),
    ...windowRoutes(options),
    ...policyRoutes(options),
    ...sessionRoutes(options),
    ...sessionUndoRoutes(options),
    ...sessionExportRoutes(options),
    ...syncRoutes(options),
    ...quarantineRoutes(options),
    ...holdRoutes(options),
  ];
}
