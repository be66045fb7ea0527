/** The cloud side's worker. */
export { createConnector } from './create-connector.ts';
export type { Connector, ConnectorOptions } from './create-connector.ts';
export type { ConnectorSettings } from './settings.ts';
export { startConnector } from './start-connector.ts';
