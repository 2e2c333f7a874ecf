/** How many minor units are one of a currency: 1 of yen, 1000 of dinars, 100 of those that are not known to have others. */
export function minorUnits(currency: string | null): number {
  if (currency === null) return 100;
  return ZERO_DECIMALS.includes(currency) ? 1 : THREE_DECIMALS.includes(currency) ? 1000 : 100;
}

// docs.stripe.com/currencies: those without decimals, where ISO 4217 has UGX too, and those with three.
const ZERO_DECIMALS = [
  ...['BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'],
];
const THREE_DECIMALS = ['BHD', 'JOD', 'KWD', 'OMR', 'TND'];
