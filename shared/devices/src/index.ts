export { datastoreFor } from './aliases.ts';
