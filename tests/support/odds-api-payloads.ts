/** Small payloads in the shape of The Odds API v4, written for the tests: they stand in where no recorded ones are. */

export const TEST_KEY = 'test-key-5f3a9c01d2';

const at = '2026-03-01T12:00:00Z';

export const sportsPayload = [
  {
    key: 'soccer_epl',
    group: 'Soccer',
    title: 'EPL',
    description: 'English Premier League',
    active: true,
    has_outrights: false,
  },
  {
    key: 'americanfootball_nfl',
    group: 'American Football',
    title: 'NFL',
    description: 'US Football',
    active: true,
    has_outrights: false,
  },
  {
    key: 'icehockey_nhl',
    group: 'Ice Hockey',
    title: 'NHL',
    description: 'US Ice Hockey',
    active: false,
    has_outrights: false,
  },
];

const winner = (home: number, draw: number, away: number, key = 'h2h') => ({
  key,
  last_update: at,
  outcomes: [
    { name: 'Alder Rovers', price: home },
    { name: 'Birch United', price: away },
    { name: 'Draw', price: draw },
  ],
});

/** One football match, decimal: two bookmakers and an exchange with lay prices and limits. 16 quotes. */
export const soccerPayload = [
  {
    id: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    sport_key: 'soccer_epl',
    sport_title: 'EPL',
    commence_time: '2026-03-01T15:00:00Z',
    home_team: 'Alder Rovers',
    away_team: 'Birch United',
    bookmakers: [
      {
        key: 'cedarbet',
        title: 'Cedarbet',
        last_update: at,
        markets: [
          winner(2.1, 3.4, 3.6),
          {
            key: 'totals',
            last_update: at,
            outcomes: [
              { name: 'Over', price: 1.9, point: 2.5 },
              { name: 'Under', price: 1.95, point: 2.5 },
            ],
          },
          {
            key: 'spreads',
            last_update: at,
            outcomes: [
              { name: 'Alder Rovers', price: 1.93, point: -0.25 },
              { name: 'Birch United', price: 1.97, point: 0.25 },
            ],
          },
        ],
      },
      { key: 'elmbook', title: 'Elmbook', last_update: at, markets: [winner(2.2, 3.5, 3.75)] },
      {
        key: 'betfair_ex_uk',
        title: 'Betfair',
        last_update: at,
        markets: [
          {
            key: 'h2h',
            outcomes: [
              { name: 'Alder Rovers', price: 2.16, bet_limit: 120.5 },
              { name: 'Birch United', price: 3.8, bet_limit: 60 },
              { name: 'Draw', price: 3.55 },
            ],
          },
          winner(2.2, 3.65, 3.95, 'h2h_lay'),
        ],
      },
    ],
  },
];

/** One American football match, American odds, no draw, market times missing. 6 quotes. */
export const footballPayload = [
  {
    id: 'ffeeddccbbaa99887766554433221100',
    sport_key: 'americanfootball_nfl',
    sport_title: 'NFL',
    commence_time: '2026-03-01T18:00:00Z',
    home_team: 'Fir City Pilots',
    away_team: 'Grove Bay Miners',
    bookmakers: [
      {
        key: 'hazelbet_us',
        title: 'Hazelbet',
        last_update: at,
        markets: [
          {
            key: 'h2h',
            outcomes: [
              { name: 'Grove Bay Miners', price: 130 },
              { name: 'Fir City Pilots', price: -150 },
            ],
          },
          {
            key: 'spreads',
            outcomes: [
              { name: 'Grove Bay Miners', price: -110, point: 3.5 },
              { name: 'Fir City Pilots', price: -110, point: -3.5 },
            ],
          },
          {
            key: 'totals',
            outcomes: [
              { name: 'Over', price: -105, point: 47 },
              { name: 'Under', price: -115, point: 47 },
            ],
          },
        ],
      },
    ],
  },
];

/** The football match, finished 2-1. */
export const soccerScores = [
  {
    id: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    sport_key: 'soccer_epl',
    sport_title: 'EPL',
    commence_time: '2026-03-01T15:00:00Z',
    completed: true,
    home_team: 'Alder Rovers',
    away_team: 'Birch United',
    scores: [
      { name: 'Alder Rovers', score: '2' },
      { name: 'Birch United', score: '1' },
    ],
    last_update: '2026-03-01T16:55:00Z',
  },
];
