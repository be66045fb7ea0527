/** A worker process that takes a job and never ends it; says when it is ready and when it has one. To be killed. */
import { redisJobs } from '@anchorage/jobs';
import { silentLogger } from '@anchorage/model';

const [url = '', prefix = ''] = process.argv.slice(2);
const jobs = redisJobs({ url, prefix, logger: silentLogger, lockMs: 1_500, stalledCheckMs: 500 });
jobs.work(
  {
    push: () => {
      process.send?.('holding');
      return new Promise(() => undefined);
    },
  },
  { concurrency: 1 },
);
await jobs.queue.check();
process.send?.('ready');
