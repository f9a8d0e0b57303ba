export { ConfigurationError } from '../src/config/ConfigurationError.ts';
export { footfallBehaviors } from './edge/footfallBehaviors.ts';
export { Footfall } from './Footfall.ts';
export type { FootfallProps, SiteProps } from './FootfallProps.ts';
