package dev.sluice.capture.debezium;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// One value of one type of PostgreSQL and the cell that it must become, whether a snapshot reads
/// it or the log brings it.
///
/// @param type of the column
/// @param literal SQL for the value
/// @param cell what `changes` carries, as `dev.sluice.table.CellText` documents it
record CellCase(String type, String literal, Object cell) {

    /// What must exist before the table does.
    static final List<String> TYPES =
            List.of(
                    "CREATE EXTENSION IF NOT EXISTS citext",
                    "CREATE EXTENSION IF NOT EXISTS hstore",
                    "CREATE SCHEMA other",
                    "CREATE TYPE mood AS ENUM ('sad', 'so, so', 'ok')",
                    "CREATE TYPE other.mood AS ENUM ('elsewhere')",
                    "CREATE TYPE pair AS (a int, b text)",
                    "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
                    "CREATE DOMAIN price AS numeric(10,2)",
                    "CREATE DOMAIN moment AS timestamptz",
                    "CREATE DOMAIN more_positive AS positive CHECK (VALUE > 1)",
                    "CREATE DOMAIN numbers AS int[]",
                    "CREATE TYPE floatrange AS RANGE (subtype = float8)");

    @Override
    public String toString() {
        String shown = literal.length() > 60 ? literal.substring(0, 60) + "…" : literal;
        return type + " " + shown;
    }

    static List<CellCase> all() {
        List<CellCase> cases = new ArrayList<>();
        numbers(cases);
        texts(cases);
        times(cases);
        others(cases);
        arrays(cases);
        domains(cases);
        return List.copyOf(cases);
    }

    private static void numbers(List<CellCase> cases) {
        add(cases, "boolean", "true", true);
        add(cases, "boolean", "false", false);
        add(cases, "smallint", "-32768", -32768L);
        add(cases, "integer", "2147483647", 2147483647L);
        add(cases, "bigint", "-9223372036854775808", Long.MIN_VALUE);
        add(cases, "oid", "4294967295", 4294967295L);
        add(cases, "numeric(10,2)", "1.5", "1.50");
        add(cases, "numeric(3,-2)", "12345", "12300");
        add(cases, "numeric(5,7)", "0.00123", "0.0012300");
        add(cases, "numeric", "0", "0");
        add(cases, "numeric", "0.000", "0.000");
        add(cases, "numeric", "-12.3400", "-12.3400");
        add(cases, "numeric", "1e30", "1" + "0".repeat(30));
        add(cases, "numeric", "1e-20", "0." + "0".repeat(19) + "1");
        add(cases, "numeric", "1e131071", "1" + "0".repeat(131_071));
        add(cases, "numeric", "1e-16383", "0." + "0".repeat(16_382) + "1");
        add(cases, "numeric", "'NaN'", "NaN");
        add(cases, "numeric", "'Infinity'", "Infinity");
        add(cases, "numeric", "'-Infinity'", "-Infinity");
        add(cases, "numeric(10,2)", "'NaN'", "NaN");
        add(cases, "money", "'1234.5'", "1234.50");
        add(cases, "money", "'-1234567.89'", "-1234567.89");
        add(cases, "money", "'-92233720368547758.08'", "-92233720368547758.08");
        add(cases, "money", "0", "0.00");
        add(cases, "real", "0.1", 0.1f);
        add(cases, "real", "'3.4028235e38'", Float.MAX_VALUE);
        add(cases, "real", "'1e-45'", Float.MIN_VALUE);
        add(cases, "real", "'NaN'", Float.NaN);
        add(cases, "real", "'-Infinity'", Float.NEGATIVE_INFINITY);
        add(cases, "double precision", "0.1", 0.1);
        add(cases, "double precision", "'-0'", -0.0);
        add(cases, "double precision", "'1.7976931348623157e308'", Double.MAX_VALUE);
        add(cases, "double precision", "'4.9e-324'", Double.MIN_VALUE);
        add(cases, "double precision", "'NaN'", Double.NaN);
        add(cases, "double precision", "'Infinity'", Double.POSITIVE_INFINITY);
    }

    private static void texts(List<CellCase> cases) {
        add(cases, "text", "''", "");
        add(cases, "text", "'NULL'", "NULL");
        add(cases, "text", "'u'", "u");
        add(cases, "text", "'__debezium_unavailable_value'", "__debezium_unavailable_value");
        add(cases, "text", "E'a,\"b\"\\r\\n\\t😀\\\\'", "a,\"b\"\r\n\t😀\\");
        add(cases, "varchar(5)", "'ab '", "ab ");
        add(cases, "char(5)", "'ab'", "ab   ");
        add(cases, "\"char\"", "'x'", "x");
        add(cases, "name", "'some name'", "some name");
        add(cases, "citext", "'MiXed'", "MiXed");
        add(cases, "bytea", "'\\x'", ByteBuffer.allocate(0));
        add(cases, "bytea", "'\\x00ff5c27'", bytes("00ff5c27"));
        add(
                cases,
                "bytea",
                "convert_to('text', 'UTF8')",
                ByteBuffer.wrap("text".getBytes(StandardCharsets.UTF_8)));
        add(cases, "uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", UUID);
        add(cases, "json", "'{\"b\": 1.10,  \"a\":null}'", "{\"b\": 1.10,  \"a\":null}");
        add(cases, "json", "'null'", "null");
        add(cases, "jsonb", "'{\"b\":1.10,\"a\":\"é\"}'", "{\"a\": \"é\", \"b\": 1.10}");
        add(cases, "jsonb", "'\"text\"'", "\"text\"");
    }

    private static final String UUID = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";

    private static void times(List<CellCase> cases) {
        add(cases, "timestamp", "'1970-01-01 00:00:00.000001'", 1L);
        add(cases, "timestamp", "'2020-02-19 13:57:11.5'", micros("2020-02-19T13:57:11.5"));
        add(cases, "timestamp", "'1969-12-31 23:59:59.999999'", -1L);
        add(cases, "timestamp", "'1582-10-10 01:02:03'", micros("1582-10-10T01:02:03"));
        add(cases, "timestamp", "'0044-03-15 12:00:00 BC'", micros("-0043-03-15T12:00:00"));
        add(cases, "timestamp", "'4713-11-24 00:00:00 BC'", micros("-4712-11-24T00:00:00"));
        add(
                cases,
                "timestamp",
                "'294246-12-31 23:59:59.999999'",
                micros("+294246-12-31T23:59:59.999999"));
        add(cases, "timestamp", "'infinity'", Long.MAX_VALUE);
        add(cases, "timestamp", "'-infinity'", Long.MIN_VALUE);
        add(cases, "timestamp(0)", "'2020-02-19 13:57:11.5'", micros("2020-02-19T13:57:12"));
        add(cases, "timestamptz", "'2020-02-19 13:57:11+05:30'", micros("2020-02-19T08:27:11"));
        add(
                cases,
                "timestamptz",
                "'2020-07-19 13:57:11.000001Z'",
                micros("2020-07-19T13:57:11.000001"));
        add(cases, "timestamptz", "'1850-01-01 00:00:00Z'", micros("1850-01-01T00:00:00"));
        add(cases, "timestamptz", "'0044-03-15 12:00:00Z BC'", micros("-0043-03-15T12:00:00"));
        add(cases, "timestamptz", "'294246-12-31 20:00:00Z'", micros("+294246-12-31T20:00:00"));
        add(cases, "timestamptz", "'infinity'", Long.MAX_VALUE);
        add(cases, "timestamptz", "'-infinity'", Long.MIN_VALUE);
        add(cases, "date", "'2020-02-19'", LocalDate.of(2020, 2, 19).toEpochDay());
        add(cases, "date", "'0001-01-01'", LocalDate.of(1, 1, 1).toEpochDay());
        add(cases, "date", "'4713-11-24 BC'", LocalDate.of(-4712, 11, 24).toEpochDay());
        add(cases, "date", "'5874897-12-31'", LocalDate.of(5874897, 12, 31).toEpochDay());
        add(cases, "date", "'infinity'", Long.MAX_VALUE);
        add(cases, "date", "'-infinity'", Long.MIN_VALUE);
        add(cases, "time", "'13:57:11.000001'", 50_231_000_001L);
        add(cases, "time", "'00:00'", 0L);
        add(cases, "time", "'24:00:00'", 86_400_000_000L);
        add(cases, "time(0)", "'23:59:59.7'", 86_400_000_000L);
        add(cases, "timetz", "'13:57:11.5+02'", "13:57:11.5+02");
        add(cases, "timetz", "'24:00:00-03:30'", "24:00:00-03:30");
        add(cases, "timetz", "'01:02:03+01:02:03'", "01:02:03+01:02:03");
        add(cases, "interval", "'0'", "PT0S");
        add(cases, "interval", "'1 year 2 mons 3 days 04:05:06.789'", "P1Y2M3DT4H5M6.789S");
        add(
                cases,
                "interval",
                "'-1 year 2 mons -3 days -04:05:06.000001'",
                "P-10M-3DT-4H-5M-6.000001S");
        add(cases, "interval", "'1 mon -00:00:00.5'", "P1MT-0.5S");
        add(cases, "interval", "'1 day -1 hour'", "P1DT-1H");
        add(cases, "interval", "'100 hours'", "PT100H");
        add(cases, "interval", "'178000000 years'", "P178000000Y");
        add(cases, "interval", "'2562047788:00:54.775807'", "PT2562047788H54.775807S");
        add(cases, "interval", "'infinity'", "infinity");
        add(cases, "interval", "'-infinity'", "-infinity");
    }

    private static void others(List<CellCase> cases) {
        add(cases, "mood", "'so, so'", "so, so");
        add(cases, "other.mood", "'elsewhere'", "elsewhere");
        add(cases, "pair", "ROW(1, 'a b')", "(1,\"a b\")");
        add(cases, "pair", "ROW(NULL, '')", "(,\"\")");
        same(cases, "inet", "10.0.0.1");
        same(cases, "inet", "10.0.0.0/8");
        same(cases, "inet", "2001:db8::1");
        same(cases, "cidr", "10.0.0.0/8");
        same(cases, "cidr", "10.0.0.1/32");
        same(cases, "macaddr", "08:00:2b:01:02:03");
        same(cases, "macaddr8", "08:00:2b:01:02:03:04:05");
        same(cases, "int4range", "[1,5)");
        same(cases, "int4range", "empty");
        same(cases, "int8range", "(,5)");
        same(cases, "numrange", "[1.50,2.5]");
        same(cases, "tsrange", "[\"2020-01-01 00:00:00\",infinity)");
        same(cases, "tstzrange", "[\"2020-01-01 00:00:00+00\",)");
        same(cases, "daterange", "[2020-01-01,2020-02-01)");
        same(cases, "int4multirange", "{[1,5),[7,9)}");
        same(cases, "tstzmultirange", "{[\"2020-07-01 00:00:00+00\",)}");
        same(cases, "floatrange", "[1.5,2)");
        add(cases, "bit", "B'1'", "1");
        add(cases, "bit", "B'0'", "0");
        add(cases, "bit(8)", "B'00001010'", "00001010");
        add(cases, "varbit", "B'010'", "010");
        add(cases, "varbit(3)", "B''", "");
        same(cases, "xml", "<a b=\"c\">é</a>");
        same(cases, "hstore", "\"a\"=>\"1\", \"b\"=>NULL");
        same(cases, "tsvector", "'a':1 'fat':2B 'it''s':3");
        same(cases, "tsquery", "'fat' & !'rat'");
        same(cases, "point", "(1,2.5)");
        same(cases, "point", "(1e+20,-1e-07)");
        same(cases, "point", "(NaN,-Infinity)");
        same(cases, "line", "{1,2,3.5}");
        same(cases, "lseg", "[(0,0),(1,1.5)]");
        same(cases, "box", "(2,3),(0,1)");
        same(cases, "path", "[(0,0),(1,1.5)]");
        same(cases, "path", "((0,0),(1,1.5))");
        same(cases, "polygon", "((0,0),(1,1.5),(2,0))");
        same(cases, "circle", "<(1,2),3.5>");
        same(cases, "pg_lsn", "16/B374D848");
        same(cases, "jsonpath", "$.\"a\"[*]");
        same(cases, "xid", "42");
        same(cases, "regclass", "pg_class");
    }

    private static void arrays(List<CellCase> cases) {
        add(cases, "int[]", "'{}'", "[]");
        add(cases, "int[]", "'{1,NULL,-3}'", "[1,null,-3]");
        add(cases, "int[]", "'{{1,2},{3,4}}'", "[[1,2],[3,4]]");
        add(cases, "int[]", "'[0:1]={1,2}'", "[1,2]");
        add(cases, "bigint[]", "'{9223372036854775807}'", "[9223372036854775807]");
        add(cases, "boolean[]", "'{t,f,NULL}'", "[true,false,null]");
        add(cases, "numeric[]", "'{1.50,NaN,-Infinity}'", "[1.50,\"NaN\",\"-Infinity\"]");
        add(cases, "numeric(10,2)[]", "'{1.5}'", "[1.50]");
        add(cases, "double precision[]", "'{0.1,1e300,Infinity}'", "[0.1,1e+300,\"Infinity\"]");
        add(cases, "real[]", "'{0.1,NaN}'", "[0.1,\"NaN\"]");
        add(cases, "money[]", "'{1234.5,-2}'", "[1234.50,-2.00]");
        add(
                cases,
                "text[]",
                "ARRAY['a', NULL, 'NULL', '', 'b,c', 'd\"e\\f', '{}', E'g\\nh', ' i ', '😀']",
                "[\"a\",null,\"NULL\",\"\",\"b,c\",\"d\\\"e\\\\f\",\"{}\",\"g\\nh\",\" i \",\"😀\"]");
        add(cases, "text[]", "ARRAY[['a','b'],['c',NULL]]", "[[\"a\",\"b\"],[\"c\",null]]");
        add(cases, "varchar(3)[]", "'{ab}'", "[\"ab\"]");
        add(cases, "char(3)[]", "'{ab}'", "[\"ab \"]");
        add(cases, "citext[]", "'{Ab}'", "[\"Ab\"]");
        add(cases, "uuid[]", "'{" + UUID + "}'", "[\"" + UUID + "\"]");
        add(
                cases,
                "date[]",
                "'{2020-02-19,infinity,\"0044-03-15 BC\"}'",
                "[\"2020-02-19\",\"infinity\",\"0044-03-15 BC\"]");
        add(cases, "time[]", "'{13:57:11.500}'", "[\"13:57:11.5\"]");
        add(
                cases,
                "timestamp[]",
                "'{2020-02-19 13:57:11.5,infinity}'",
                "[\"2020-02-19 13:57:11.5\",\"infinity\"]");
        add(cases, "timestamptz[]", "'{2020-07-19 13:57:11+02}'", "[\"2020-07-19 11:57:11\"]");
        add(
                cases,
                "interval[]",
                "'{1 day,-00:00:01,infinity}'",
                "[\"P1D\",\"PT-1S\",\"infinity\"]");
        add(cases, "bytea[]", "'{\"\\\\x00ff\"}'", "[\"\\\\x00ff\"]");
        add(cases, "json[]", "ARRAY['{\"a\": 1}']::json[]", "[\"{\\\"a\\\": 1}\"]");
        add(cases, "jsonb[]", "ARRAY['[1, 2]']::jsonb[]", "[\"[1, 2]\"]");
        add(cases, "mood[]", "'{sad,\"so, so\",NULL}'", "[\"sad\",\"so, so\",null]");
        add(cases, "inet[]", "'{10.0.0.1}'", "[\"10.0.0.1\"]");
        add(cases, "int4range[]", "'{\"[1,5)\"}'", "[\"[1,5)\"]");
        add(cases, "point[]", "'{\"(1,2)\"}'", "[\"(1,2)\"]");
        add(cases, "box[]", "'{(2,3),(0,1);(1,1),(0,0)}'", "[\"(2,3),(0,1)\",\"(1,1),(0,0)\"]");
        add(cases, "varbit[]", "'{010}'", "[\"010\"]");
        add(cases, "xml[]", "ARRAY['<a/>']::xml[]", "[\"<a/>\"]");
        add(cases, "hstore[]", "ARRAY['a=>1'::hstore]", "[\"\\\"a\\\"=>\\\"1\\\"\"]");
        add(cases, "pair[]", "ARRAY[ROW(1,'a')::pair]", "[\"(1,a)\"]");
        add(cases, "price[]", "'{1.5}'", "[1.50]");
        add(cases, "int2vector", "'1 2'", "1 2");
    }

    private static void domains(List<CellCase> cases) {
        add(cases, "positive", "7", 7L);
        add(cases, "more_positive", "8", 8L);
        add(cases, "price", "1.5", "1.50");
        add(cases, "moment", "'2020-07-19 13:57:11+02'", micros("2020-07-19T11:57:11"));
        add(cases, "numbers", "'{1,2}'", "[1,2]");
    }

    /// A value whose cell is the literal's own text.
    private static void same(List<CellCase> cases, String type, String text) {
        add(cases, type, "'" + text.replace("'", "''") + "'", text);
    }

    private static void add(List<CellCase> cases, String type, String literal, Object cell) {
        cases.add(new CellCase(type, literal, cell));
    }

    private static long micros(String time) {
        LocalDateTime utc = LocalDateTime.parse(time);
        return utc.toEpochSecond(ZoneOffset.UTC) * 1_000_000L + utc.getNano() / 1_000;
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
