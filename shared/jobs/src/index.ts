/** The face of jobs: the port, its two adapters, and the sweeper that makes losing a job harmless. */
export * from './port.ts';
export { askFor } from './ask-for.ts';
export { inProcessJobs } from './in-process/in-process-jobs.ts';
export type { InProcessOptions } from './in-process/in-process-jobs.ts';
export { jobKey, jobKinds } from './job-key.ts';
export { fromPayload, toPayload } from './payload.ts';
export type { Payload } from './payload.ts';
export { createSweeper } from './sweeper.ts';
export type { Sweeper } from './sweeper.ts';
export { systemTimers } from './timers.ts';
export { redisJobs } from './redis/redis-jobs.ts';
export type { RedisOptions } from './redis/redis-settings.ts';
