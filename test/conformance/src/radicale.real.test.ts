import { startRadicale } from '@anchorage/kit';
import { describeDavServer } from './dav.suite.ts';

describeDavServer('Radicale', {
  start: () => startRadicale(),
  separatesComponents: true,
  checksPasswords: true,
});
