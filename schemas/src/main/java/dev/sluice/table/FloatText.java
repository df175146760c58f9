package dev.sluice.table;

import java.math.BigDecimal;

/// Binary floating point numbers as PostgreSQL prints them: the shortest digits that read back the
/// same, plain where the decimal exponent is between -4 and 14 (double) or 5 (real), else with an
/// exponent of two digits at least, as in `1e+15`.
final class FloatText {

    private static final int PLAIN_BELOW_DOUBLE = 15;
    private static final int PLAIN_BELOW_REAL = 6;
    private static final int PLAIN_FROM = -4;

    private FloatText() {}

    static String of(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        BigDecimal digits = oneDigit(shortest, d -> d.doubleValue() == Math.abs(value));
        return layout(value < 0, digits, PLAIN_BELOW_DOUBLE);
    }

    static String of(float value) {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            return Float.toString(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal shortest = new BigDecimal(Float.toString(Math.abs(value))).stripTrailingZeros();
        BigDecimal digits = oneDigit(shortest, d -> d.floatValue() == Math.abs(value));
        return layout(value < 0, digits, PLAIN_BELOW_REAL);
    }

    /// Java prints two digits at least and then the closest two; where one digit reads back the
    /// same, PostgreSQL prints that.
    private static BigDecimal oneDigit(
            BigDecimal shortest, java.util.function.Predicate<BigDecimal> readsBack) {
        if (shortest.precision() != 2) {
            return shortest;
        }
        BigDecimal rounded =
                shortest.round(new java.math.MathContext(1, java.math.RoundingMode.HALF_EVEN));
        return readsBack.test(rounded) ? rounded.stripTrailingZeros() : shortest;
    }

    private static String layout(boolean negative, BigDecimal value, int plainBelow) {
        String digits = value.unscaledValue().toString();
        int exponent = digits.length() - 1 - value.scale();
        String sign = negative ? "-" : "";
        if (exponent >= PLAIN_FROM && exponent < plainBelow) {
            return sign + value.toPlainString();
        }
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }
}
