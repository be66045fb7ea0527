/**
 * The simulated phone. Give it items, change them, let it sync against any SyncML server:
 *
 *   const phone = createPhone({ url, username, password, deviceUri, datastores: { card: { type: 'text/x-vcard' } } });
 *   phone.add('card', vcard);
 *   const report = await phone.sync();
 */
import type { Dialect } from '@anchorage/syncml-codec';
import { openConversation } from './conversation.ts';
import { basicHeader, credential, macHeader } from './credentials.ts';
import { createDatastoreSync } from './datastore-sync.ts';
import { deviceInfoCommands } from './device-info-commands.ts';
import { httpTransport } from './http-transport.ts';
import { createItemStore } from './item-store.ts';
import type { ItemStore } from './item-store.ts';
import { PhoneError } from './phone-types.ts';
import type { PhoneOptions, PhoneState, SyncReport, SyncRequest } from './phone-types.ts';
import { runSession } from './sync-session.ts';

export interface Phone {
  /** The user writes a new item; returns its LUID. */
  add(datastore: string, text: string): string;
  replace(datastore: string, luid: string, text: string): void;
  delete(datastore: string, luid: string): void;
  /** LUID to text. */
  items(datastore: string): ReadonlyMap<string, string>;
  sync(request?: SyncRequest): Promise<SyncReport>;
  /** What it would remember when switched off. */
  state(): PhoneState;
}

export function createPhone(options: PhoneOptions): Phone {
  const stores = new Map<string, ItemStore>(
    Object.keys(options.datastores).map((name) => [name, createItemStore(options.state?.datastores[name])]),
  );
  let nonce = options.state?.nonce ?? null;
  let sessionCounter = options.state?.sessionCounter ?? 0;
  let devInfSent = options.state?.devInfSent ?? false;
  let lastAnchor = 0;
  const now = options.now ?? Date.now;
  const version = options.version ?? '1.2';
  const largeObjects = (options.largeObjects ?? true) && version !== '1.0';
  const dialect: Dialect = {
    encoding: options.encoding ?? 'xml',
    version,
    wbxmlVersion: 2,
    publicId: 'numeric',
    cdata: options.cdata ?? false,
  };

  const devInf = deviceInfoCommands(options, { dialect, largeObjects });

  return {
    add: (datastore, text) => store(datastore).add(text),
    replace: (datastore, luid, text) => store(datastore).replace(luid, text),
    delete: (datastore, luid) => store(datastore).delete(luid),
    items: (datastore) => store(datastore).items(),
    sync: (request = {}) => sync(request),
    state: () => ({
      nonce,
      sessionCounter,
      devInfSent,
      datastores: Object.fromEntries([...stores].map(([name, one]) => [name, one.state()])),
    }),
  };

  function store(name: string): ItemStore {
    const found = stores.get(name);
    if (found === undefined) throw new PhoneError('usage', `no datastore ${name}`);
    return found;
  }

  async function sync(request: SyncRequest): Promise<SyncReport> {
    const names = request.datastores ?? [...stores.keys()];
    const maxObjSize = largeObjects ? (options.maxObjSize ?? 1_000_000) : null;
    const maxGuidSize = options.maxGuidSize ?? 16;
    if (options.forgetsMaps === true) for (const name of names) store(name).maps.clear();
    const next = anchor();
    const conversation = openConversation(
      {
        url: options.url,
        deviceUri: options.deviceUri,
        username: options.username,
        userAgent: options.userAgent ?? 'Anchorage phone simulator',
        sendLocName: options.sendLocName ?? true,
        followRespUri: options.followRespUri ?? true,
        dialect,
        maxMsgSize: options.maxMsgSize === undefined ? 10_000 : options.maxMsgSize,
        maxObjSize,
        largeObjects,
        sendBuffer: options.sendBuffer ?? Infinity,
        oneStatusPerSync: options.oneStatusPerSync ?? false,
        transport: options.transport ?? httpTransport,
        route: options.route ?? ((url) => url),
        headersFor: (body) => headersFor(body),
        nonceCame: (next) => {
          nonce = next;
        },
      },
      request,
      nextSessionId(),
    );
    const datastores = names.map((name) => {
      const described = options.datastores[name];
      if (described === undefined) throw new PhoneError('usage', `no datastore ${name}`);
      const type = typeof request.type === 'object' ? request.type[name] : request.type;
      return createDatastoreSync({
        name,
        source: described.source ?? `./${name}`,
        target: request.targets?.[name] ?? described.target ?? name,
        filter: request.filters?.[name] ?? null,
        type: described.type,
        store: store(name),
        alertCode: type ?? 200,
        next,
        slowCommand: options.slowCommand ?? 'Replace',
        replaceLostByAdd: options.replaceLostByAdd ?? false,
        supportsNumberOfChanges: version !== '1.0',
        maxGuidSize,
        maxObjSize,
        charset: options.charset ?? 'UTF-8',
        declaredSizeExtra: options.declaredSizeExtra ?? 0,
        answer: options.answer ?? (() => undefined),
      });
    });
    let announced = false;
    let scheme: Scheme = options.auth ?? 'md5';

    const result = await runSession({
      conversation,
      datastores,
      maxObjSize,
      largeObjects,
      mapWhen: options.mapWhen ?? 'with-statuses',
      finalWithNext: options.finalWithNext ?? false,
      omitsLastStatuses: options.omitsLastStatuses ?? false,
      restart: options.afterChallenge === 'restart' ? nextSessionId : null,
      authenticate(challenge) {
        const wanted = challenge === null ? scheme : schemeOf(challenge.scheme);
        if (wanted === null) return false;
        scheme = wanted;
        const { username, password } = options;
        conversation.cred =
          scheme === 'md5' || scheme === 'basic'
            ? credential({ scheme, version, username, password, nonce })
            : null;
        return true;
      },
      deviceInfo() {
        const when = options.sendDevInf ?? 'first';
        announced = when === 'always' || (when === 'first' && !devInfSent);
        return announced ? [devInf.put(), devInf.get()] : [devInf.get()];
      },
      results: (command, msgRef) => devInf.results(command, msgRef),
      accepted() {
        if (announced) devInfSent = true;
      },
    });
    return {
      ...result,
      messages: conversation.messages(),
      datastores: Object.fromEntries(datastores.map((one) => [one.name, one.report()])),
    };

    function headersFor(body: Uint8Array): Readonly<Record<string, string>> {
      const { username, password, httpLogin } = options;
      const shown = httpLogin ?? (options.auth === 'http' ? { username, password } : null);
      return {
        ...(shown === null ? {} : { authorization: basicHeader(shown) }),
        ...(scheme === 'mac' ? { 'x-syncml-hmac': macHeader({ username, password, nonce }, body) } : {}),
      };
    }
  }

  function nextSessionId(): string {
    sessionCounter += 1;
    return String(sessionCounter);
  }

  /** Strictly growing, whatever the clock does. */
  function anchor(): string {
    lastAnchor = Math.max(lastAnchor + 1000, now());
    return new Date(lastAnchor).toISOString().replace(/[-:]|\.\d+/g, '');
  }
}

type Scheme = NonNullable<PhoneOptions['auth']>;

function schemeOf(type: string): Exclude<Scheme, 'http'> | null {
  if (type === 'syncml:auth-md5') return 'md5';
  if (type === 'syncml:auth-MAC') return 'mac';
  return type === 'syncml:auth-basic' ? 'basic' : null;
}
