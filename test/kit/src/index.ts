export { contactFacts } from './compare/contact-facts.ts';
export { eventFacts } from './compare/event-facts.ts';
export {
  createSyncEvolution,
  editDelay,
  type SyncEvolution,
  type SyncEvolutionMode,
  type SyncEvolutionOptions,
  type SyncEvolutionStore,
} from './syncevolution/client.ts';
export type { SessionReport } from './syncevolution/report.ts';
export * from './builders/index.ts';
export * from './models/index.ts';
export * from './phone/index.ts';
export * from './dav-servers/index.ts';
export * from './fault-dav/index.ts';
export { createApiOperator, operatorToken, type ApiOperator } from './processes/api-operator.ts';
export { createOperator, type Operator, type PhoneLogin } from './processes/operator.ts';
export { freePort } from './processes/free-port.ts';
export {
  startService,
  type ServiceName,
  type ServiceOptions,
  type ServiceProcess,
} from './processes/service.ts';
export { explain, readOptions } from './command-options.ts';
export { installMissing } from './debian-packages.ts';
export { startHttpProxy, type HttpProxy, type Passing, type ProxyHooks } from './proxy/http-proxy.ts';
export { startPostgres, type PostgresServer } from './postgres/start-postgres.ts';
export { startRedis, type RedisServer } from './redis/start-redis.ts';
