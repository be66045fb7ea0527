import { startXandikos } from '@anchorage/kit';
import { describeDavServer } from './dav.suite.ts';

describeDavServer('xandikos', {
  start: () => startXandikos(),
  separatesComponents: false,
  checksPasswords: false,
});
