// Dynamic ordinal IRT with yearly standards, the priors of our own specification; written for this project.
// Ratings come sorted by cutpoint set; a set is one item in one rated year, or one fixed item.
data {
  int<lower=1> N;                          // state-years, by state then year
  array[N] int<lower=0, upper=1> starts;   // 1 where a latent chain begins
  int<lower=1> J;                          // items
  vector[J] sign;
  int<lower=1> S;                          // cutpoint sets
  array[S] int<lower=1, upper=J> set_item;
  array[S] int<lower=1> n_cuts;
  vector<lower=0>[S] elapsed;              // years since the item's previous set, 0 for its first
  array[S] int<lower=1> first_rating;
  array[S] int<lower=1> last_rating;
  array[N] int<lower=0, upper=1> reference; // state-years that get mean 0 and SD 1
  int<lower=1> R;
  array[R] int<lower=1, upper=N> row;
  array[R] int<lower=1> y;
}
transformed data {
  int C = sum(n_cuts);
}
parameters {
  vector[N] z;
  real<lower=0, upper=2> sigma;
  vector<lower=0>[J] beta;
  vector[S] lowest;
  vector<lower=0>[C - S] gap;
}
transformed parameters {
  vector[N] theta;
  vector[C] cut;
  for (i in 1:N) theta[i] = starts[i] ? z[i] : theta[i - 1] + sigma * z[i];
  {
    int c = 0;
    int g = 0;
    for (s in 1:S) {
      cut[c + 1] = lowest[s];
      for (k in 2:n_cuts[s]) {
        g += 1;
        cut[c + k] = cut[c + k - 1] + gap[g];
      }
      c += n_cuts[s];
    }
  }
}
model {
  int c = 0;
  for (i in 1:N) {
    if (starts[i]) z[i] ~ std_normal();
    else z[i] ~ student_t(8, 0, 1);
  }
  sigma ~ normal(0, 0.5);
  beta ~ lognormal(0.7, 1);
  for (s in 1:S) {
    int n = n_cuts[s];
    int a = first_rating[s];
    int b = last_rating[s];
    int j = set_item[s];
    if (elapsed[s] > 0)
      segment(cut, c + 1, n) ~ normal(segment(cut, c + 1 - n, n), 0.3 * sqrt(elapsed[s]));
    else
      segment(cut, c + 1, n) ~ normal(0, 5);
    y[a:b] ~ ordered_logistic(sign[j] * beta[j] * theta[row[a:b]], segment(cut, c + 1, n));
    c += n;
  }
}
generated quantities {
  vector[N] practice;
  {
    real n = sum(reference);
    real centre = dot_product(to_vector(reference), theta) / n;
    real spread = sqrt(dot_product(to_vector(reference), square(theta - centre)) / n);
    practice = (theta - centre) / spread;
  }
}
