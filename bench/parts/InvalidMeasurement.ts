/** Something was not as it must be for a figure to mean what it says: the measurement does not count. */
export class InvalidMeasurement extends Error {
  override readonly name = 'InvalidMeasurement';
}
