/** 2019 of `2019/20`; `NaN` where a season's name begins with no year. */
export const seasonStart = (season: string): number =>
  /^\d{4}/.test(season) ? Number(season.slice(0, 4)) : Number.NaN;
