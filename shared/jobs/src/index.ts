/**
 * The face of jobs. To be provided beside the port:
 *
 *   inProcessJobs({ clock, logger }): { queue: JobQueue; work(handlers, { concurrency }): JobWorkers }
 *   redisJobs({ url, logger, prefix }): { queue: JobQueue; work(handlers, { concurrency }): JobWorkers }
 */
export * from './port.ts';
