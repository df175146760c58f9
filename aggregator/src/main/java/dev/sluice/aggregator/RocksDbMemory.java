package dev.sluice.aggregator;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/// Gives all stores of the process one cache, of which their write buffers are a part, so that the
/// memory outside the heap is bounded whatever the number of partitions. Kafka Streams makes one
/// instance a store.
///
/// Most look-ups of a first snapshot are for rows that are not there: a bloom filter answers them.
/// Held rows are mostly text: LZ4 halves them.
public final class RocksDbMemory implements RocksDBConfigSetter {

    private static final long CACHE_BYTES = 160L << 20;
    private static final long WRITE_BUFFERS_BYTES = 96L << 20;
    private static final long WRITE_BUFFER_BYTES = 8L << 20;
    private static final double BLOOM_BITS_PER_KEY = 10;

    /// Closed with the process: stores come and go with rebalances.
    private static final Cache CACHE;

    private static final WriteBufferManager WRITE_BUFFERS;
    private static final BloomFilter BLOOM;

    static {
        RocksDB.loadLibrary();
        CACHE = new LRUCache(CACHE_BYTES);
        WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);
        BLOOM = new BloomFilter(BLOOM_BITS_PER_KEY);
    }

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        table.setFilterPolicy(BLOOM);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITE_BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    @Override
    public void close(String store, Options options) {
        // Nothing here belongs to one store.
    }
}
