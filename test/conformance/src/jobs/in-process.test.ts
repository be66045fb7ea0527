import { inProcessJobs } from '@anchorage/jobs';
import { silentLogger } from '@anchorage/model';
import { jobsContract } from './contract.suite.ts';

jobsContract('in process', async () =>
  inProcessJobs({ clock: { now: () => Date.now() }, logger: silentLogger, retryDelayMs: 20 }),
);
