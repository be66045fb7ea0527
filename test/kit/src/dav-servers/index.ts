export { startRadicale } from './radicale.ts';
export { startXandikos } from './xandikos.ts';
export * from './dav-server.ts';
