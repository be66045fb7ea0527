/**
 * Rules about phones, as data. A rule says which phones it is for and what it sets; the rules that apply are laid over
 * each other, weakest first: all, maker, platform, model, this device.
 */
import type { ContentType, DeviceProfile, ItemKind, PhoneCapabilities } from '@anchorage/model';

/** What a rule may set. */
export interface DeviceSettings
  extends
    Pick<
      DeviceProfile,
      | 'defaultMaxMsgSize'
      | 'maxMsgSizeShare'
      | 'maxMsgSizeCap'
      | 'replyDeadline'
      | 'busySignal'
      | 'retryLater'
      | 'sendRespUri'
      | 'completeFromClientOnly'
      | 'cdata'
      | 'challenge'
      | 'maxObjSize'
      | 'maxDeletesPerMessage'
      | 'declaredSizeOffset'
      | 'serverCtCap'
      | 'replaysMaps'
      | 'oneStatusPerSync'
      | 'omitsLastStatuses'
    >,
    Pick<PhoneCapabilities, 'allDay' | 'rruleCount' | 'quotedPrintable' | 'charset' | 'maxPhoto'> {
  /** Overrules what DevInf says of large objects and of NumberOfChanges. */
  readonly largeObjects?: boolean;
  readonly numberOfChanges?: boolean;
  /** Overrules DevInf's `UTC`. */
  readonly utc?: boolean;
  /** DevInf's sizes of properties are made up. */
  readonly ignoreMaxSize?: boolean;
  /** DevInf's list of properties is wrong: take the defaults. */
  readonly ignoreCtCap?: boolean;
  /** Octets of a temporary GUID when DevInf does not say. */
  readonly maxGuidSize: number;
  /** Overrules the choice of a format. */
  readonly formats?: Readonly<Partial<Record<ItemKind, ContentType>>>;
}

/** All given patterns of `devInf` must match, or one of the others. */
export interface RuleMatch {
  readonly devInf?: { readonly man?: RegExp; readonly mod?: RegExp };
  readonly userAgent?: RegExp;
  /** Source LocURI of the phone's header. */
  readonly deviceUri?: RegExp;
}

export interface DeviceRule {
  readonly id: string;
  /** Absent: every phone. */
  readonly when?: RuleMatch;
  readonly set: Partial<DeviceSettings>;
}

/** What is known of a phone when rules are chosen. */
export interface DeviceTraits {
  readonly man: string;
  readonly mod: string;
  readonly userAgent: string;
  readonly deviceUri: string;
}

export function applies(rule: DeviceRule, traits: DeviceTraits): boolean {
  const { when } = rule;
  if (when === undefined) return true;
  const { devInf } = when;
  const byDevInf =
    devInf !== undefined &&
    (devInf.man !== undefined || devInf.mod !== undefined) &&
    (devInf.man?.test(traits.man) ?? true) &&
    (devInf.mod?.test(traits.mod) ?? true);
  return (
    byDevInf ||
    when.userAgent?.test(traits.userAgent) === true ||
    when.deviceUri?.test(traits.deviceUri) === true
  );
}
