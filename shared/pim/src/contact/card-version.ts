export type CardVersion = '2.1' | '3.0' | '4.0';
