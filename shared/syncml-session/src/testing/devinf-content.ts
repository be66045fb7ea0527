/**
 * The content models of device information, as expressions over names each followed by a space (SyncML Device
 * Information 1.2, 5.3 and 6; the flat CTCap of 1.0 and 1.1).
 */
const format = 'CTType VerCT ';
const described = '((ValEnum )+|DataType (Size )?)?(DisplayName )?';
const flatProperty = `PropName ${described}(ParamName ${described})*`;

export const devInfContent: Readonly<Record<string, string>> = {
  DevInf:
    'VerDTD (Man )?(Mod )?(OEM )?(FwV )?(SwV )?(HwV )?DevID DevTyp (UTC )?(SupportLargeObjs )?(SupportNumberOfChanges )?(DataStore )+(CTCap )*(Ext )*',
  // 1.2 wants a CTCap; a phone that cannot take any gets none.
  DataStore:
    'SourceRef (DisplayName )?(MaxGUIDSize )?Rx-Pref (Rx )*Tx-Pref (Tx )*(CTCap )*(DSMem )?(SupportHierarchicalSync )?SyncCap (Filter-Rx )*(FilterCap )*',
  'Rx-Pref': format,
  Rx: format,
  'Tx-Pref': format,
  Tx: format,
  'Filter-Rx': format,
  CTCap: `${format}(FieldLevel )?(Property )+|(CTType (${flatProperty})+)+`,
  Property:
    'PropName (DataType )?(MaxOccur )?(MaxSize )?(NoTruncate )?(ValEnum )*(DisplayName )?(PropParam )*',
  PropParam: 'ParamName (DataType )?(ValEnum )*(DisplayName )?',
  DSMem: '(SharedMem )?(MaxMem )?(MaxID )?',
  SyncCap: '(SyncType )+',
  FilterCap: `${format}(FilterKeyword )*(PropName )*`,
  Ext: 'XNam (XVal )*',
};
