/**
 * `CTCap` in both layouts. In 1.2 it is a tree of `Property` and `PropParam` (SyncML Device Information 1.2, 5.3); in
 * 1.0 and 1.1 a flat list in which `CTType` opens a type, `PropName` a property and `ParamName` a parameter, and all
 * else belongs to what was opened last. Nokia 5610 and other Series 40 phones mix the two, so one machine reads both.
 */
import type { CtCap, DevInfParam, DevInfProperty } from '../devinf.ts';
import type { Element } from '../tree.ts';
import { elements, optionalNumber, tokenOf } from './fields.ts';

/** Types without a name are dropped: nothing could be concluded from them. */
export function readCtCaps(ctCaps: readonly Element[]): CtCap[] {
  return ctCaps.flatMap((ctCap) => {
    const state: State = { types: [], type: undefined, property: undefined, param: undefined };
    for (const element of elements(ctCap)) take(state, element);
    return state.types.filter(({ type }) => type !== '');
  });
}

type Open<T> = { -readonly [Key in keyof T]: T[Key] };
interface OpenProperty extends Open<Omit<DevInfProperty, 'values' | 'params'>> {
  values: string[];
  params: OpenParam[];
}
interface OpenParam extends Open<Omit<DevInfParam, 'values'>> {
  values: string[];
}
interface OpenType extends Open<Omit<CtCap, 'properties'>> {
  properties: OpenProperty[];
}
interface State {
  readonly types: OpenType[];
  type: OpenType | undefined;
  property: OpenProperty | undefined;
  param: OpenParam | undefined;
}

function take(state: State, element: Element): void {
  switch (element.name) {
    case 'CTType':
      return openType(state, tokenOf(element));
    case 'PropName':
      return openProperty(state, tokenOf(element));
    case 'ParamName':
      return openParam(state, tokenOf(element));
    case 'Property':
      takeBlock(state, element, 'PropName');
      state.property = undefined;
      state.param = undefined;
      return;
    case 'PropParam':
      takeBlock(state, element, 'ParamName');
      state.param = undefined;
      return;
    case 'VerCT':
      if (state.type !== undefined) state.type.version = tokenOf(element);
      return;
    case 'FieldLevel':
      if (state.type !== undefined) state.type.fieldLevel = true;
      return;
    default:
      return describe(state, element);
  }
}

/** The name of a block opens it wherever it stands. */
function takeBlock(state: State, block: Element, nameElement: string): void {
  const inside = elements(block);
  const name = inside.find((element) => element.name === nameElement);
  if (name === undefined) return;
  take(state, name);
  for (const element of inside) if (element !== name) take(state, element);
}

function describe(state: State, element: Element): void {
  const { property, param } = state;
  const innermost = param ?? property;
  if (innermost === undefined) return;
  const text = tokenOf(element);
  const number = optionalNumber(element);
  switch (element.name) {
    case 'ValEnum':
      innermost.values.push(text);
      return;
    case 'DataType':
      if (text !== '') innermost.dataType = text;
      return;
    case 'DisplayName':
      if (text !== '') innermost.displayName = text;
      return;
    case 'Size':
    case 'MaxSize':
      // 1.1 allows a size on a parameter; there is nothing to do with it.
      if (param === undefined && property !== undefined && number !== undefined) property.maxSize = number;
      return;
    case 'MaxOccur':
      if (property !== undefined && number !== undefined) property.maxOccur = number;
      return;
    case 'NoTruncate':
      if (property !== undefined) property.noTruncate = true;
      return;
    default:
      return;
  }
}

function openType(state: State, type: string): void {
  state.type = { type, version: '', properties: [] };
  state.types.push(state.type);
  state.property = undefined;
  state.param = undefined;
}

function openProperty(state: State, name: string): void {
  if (state.type === undefined) openType(state, '');
  state.property = { name, values: [], params: [] };
  state.param = undefined;
  state.type?.properties.push(state.property);
}

function openParam(state: State, name: string): void {
  state.param = { name, values: [] };
  state.property?.params.push(state.param);
}
