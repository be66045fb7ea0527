/** Put, Get and Results of the phone's device information. */
import type { Command, Dialect } from '@anchorage/syncml-codec';
import { phoneDevInf } from './device-info.ts';
import type { Draft } from './draft.ts';
import type { PhoneOptions } from './phone-types.ts';

export interface DeviceInfoCommands {
  put(): Draft;
  get(): Draft;
  /** Answer to the server's Get. */
  results(get: Command, msgRef: number): Draft;
}

export function deviceInfoCommands(
  options: PhoneOptions,
  { dialect, largeObjects }: { readonly dialect: Dialect; readonly largeObjects: boolean },
): DeviceInfoCommands {
  const { version, encoding } = dialect;
  const uri = `./devinf${version.replace('.', '')}`;
  const meta = { type: `application/vnd.syncml-devinf+${encoding}` };

  return {
    put: () => ({ command: { name: 'Put', cmdId: '', meta, items: [item()] } }),
    get: () => ({ command: { name: 'Get', cmdId: '', meta, items: [{ target: { uri } }] } }),
    results: (get, msgRef) => ({
      command: { name: 'Results', cmdId: '', msgRef, cmdRef: get.cmdId, meta, items: [item()] },
    }),
  };

  function item() {
    const plain = phoneDevInf({
      version,
      deviceUri: options.deviceUri,
      manufacturer: options.manufacturer ?? 'Anchorage',
      model: options.model ?? 'Simulator',
      largeObjects,
      maxGuidSize: options.maxGuidSize ?? 16,
      datastores: Object.entries(options.datastores).map(([name, one]) => ({
        source: one.source ?? `./${name}`,
        type: one.type,
      })),
    });
    const devinf = options.devInf?.(plain) ?? plain;
    return { source: { uri }, data: { kind: 'devinf', devinf } } as const;
  }
}
